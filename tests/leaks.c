/* Linked into qiantai-print when it is built with sanitizers: what its libraries keep until the process ends is no
 * leak of ours. */
const char *__lsan_default_suppressions(void);
const char *__lsan_default_options(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:libcairo.so\nleak:libfontconfig.so\nleak:libpango\nleak:libglib\n";
}

const char *__lsan_default_options(void)
{
    return "print_suppressions=0";
}

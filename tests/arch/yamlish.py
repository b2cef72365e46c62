"""The YAML that form files use: block and flow mappings and lists, quoted and plain scalars, comments,
literal blocks. Every node keeps its line. Enough to check form files without a library."""


class Node:
    """kind 'map' (value: list of (key, line, Node)), 'list' (value: list of Node) or 'str'."""

    def __init__(self, kind, line, value):
        self.kind, self.line, self.value = kind, line, value

    def get(self, key):
        if self.kind == "map":
            for k, _, node in self.value:
                if k == key:
                    return node
        return None


class Unreadable(Exception):
    pass


class Flow:
    """One value that starts at text[pos]; flow collections may run over lines."""

    def __init__(self, text, pos):
        self.text, self.pos = text, pos

    def line(self):
        return self.text.count("\n", 0, self.pos) + 1

    def fail(self, what):
        raise Unreadable("%d: %s" % (self.line(), what))

    def blanks(self):
        while self.pos < len(self.text):
            c = self.text[self.pos]
            if c == "#" and (self.pos == 0 or self.text[self.pos - 1].isspace()):
                end = self.text.find("\n", self.pos)
                self.pos = len(self.text) if end < 0 else end
            elif c.isspace():
                self.pos += 1
            else:
                return

    def peek(self):
        return self.text[self.pos] if self.pos < len(self.text) else ""

    def value(self, inside):
        c, line = self.peek(), self.line()
        if c == "{":
            return self.mapping(line)
        if c == "[":
            return self.sequence(line)
        if c and c in "\"'":
            return Node("str", line, self.quoted(c))
        return Node("str", line, self.plain(inside))

    def quoted(self, quote):
        start = self.pos = self.pos + 1
        while self.pos < len(self.text):
            c = self.text[self.pos]
            if c == "\\" and quote == '"':
                self.pos += 2
            elif c == quote and quote == "'" and self.text[self.pos + 1 : self.pos + 2] == "'":
                self.pos += 2
            elif c == quote:
                self.pos += 1
                return self.text[start : self.pos - 1]
            else:
                self.pos += 1
        return self.fail("a quote is not closed")

    def plain(self, inside):
        start = self.pos
        while self.pos < len(self.text):
            c, rest = self.text[self.pos], self.text[self.pos + 1 : self.pos + 2]
            if c == "\n" or (inside and c in ",]}") or (c == ":" and (not rest or rest.isspace())):
                break
            if c == "#" and self.pos > start and self.text[self.pos - 1].isspace():
                break
            self.pos += 1
        return self.text[start : self.pos].strip()

    def mapping(self, line):
        items = []
        self.pos += 1
        while True:
            self.blanks()
            if self.peek() == "}":
                self.pos += 1
                return Node("map", line, items)
            at = self.line()
            key = self.value(True).value
            self.blanks()
            value = Node("str", at, "")
            if self.peek() == ":":
                self.pos += 1
                self.blanks()
                if self.peek() not in (",", "}"):
                    value = self.value(True)
                self.blanks()
            items.append((key, at, value))
            if self.peek() == ",":
                self.pos += 1
            elif self.peek() != "}":
                self.fail("a mapping is not closed")

    def sequence(self, line):
        items = []
        self.pos += 1
        while True:
            self.blanks()
            if self.peek() == "]":
                self.pos += 1
                return Node("list", line, items)
            items.append(self.value(True))
            self.blanks()
            if self.peek() == ",":
                self.pos += 1
            elif self.peek() != "]":
                self.fail("a list is not closed")


class Block:
    def __init__(self, text):
        self.text, self.pos = text, 0

    def next_content(self):
        """Moves to the next character that is no blank and no comment; its column, -1 at the end."""
        flow = Flow(self.text, self.pos)
        flow.blanks()
        self.pos = flow.pos
        if self.text[self.pos : self.pos + 3] == "---" and self.column() == 0:
            self.pos += 3
            return self.next_content()
        return self.column() if self.pos < len(self.text) else -1

    def column(self):
        return self.pos - (self.text.rfind("\n", 0, self.pos) + 1)

    def line(self):
        return self.text.count("\n", 0, self.pos) + 1

    def node(self, column):
        """The block that starts here, at `column`."""
        if self.is_dash():
            return self.sequence(column)
        start = self.pos
        flow = Flow(self.text, self.pos)
        if flow.peek() not in ("{", "["):
            flow.value(False)
            if flow.peek() == ":":
                self.pos = start
                return self.mapping(column)
            self.pos = start
        return self.scalar(column)

    def is_dash(self):
        return self.text[self.pos] == "-" and self.text[self.pos + 1 : self.pos + 2] in (" ", "\n", "")

    def mapping(self, column):
        items, line = [], self.line()
        while self.next_content() == column and not self.is_dash():
            at, flow = self.line(), Flow(self.text, self.pos)
            key = flow.value(False).value
            if flow.peek() != ":":
                flow.fail("a key without ':'")
            self.pos = flow.pos + 1
            items.append((key, at, self.after_key(column, at)))
        if self.pos < len(self.text) and self.column() > column:
            raise Unreadable("%d: this line is indented too far" % self.line())
        return Node("map", line, items)

    def after_key(self, column, at):
        inner = self.next_content()
        if self.line() == at and inner >= 0:
            return self.scalar(column)
        if inner > column or (inner == column and self.is_dash()):
            return self.node(inner)
        return Node("str", at, "")

    def sequence(self, column):
        items, line = [], self.line()
        while self.next_content() == column and self.is_dash():
            self.pos += 1
            items.append(self.node(self.next_content()))
        return Node("list", line, items)

    def scalar(self, column):
        """A value on its own line: flow, quoted, plain, or a literal block below."""
        line, flow = self.line(), Flow(self.text, self.pos)
        if flow.peek() in ("|", ">"):
            end = self.text.find("\n", self.pos)
            self.pos = len(self.text) if end < 0 else end
            start = self.pos
            while self.pos < len(self.text):
                end = self.text.find("\n", self.pos + 1)
                end = len(self.text) if end < 0 else end
                row = self.text[self.pos + 1 : end]
                if row.strip() and len(row) - len(row.lstrip()) <= column:
                    break
                self.pos = end
            return Node("str", line, self.text[start : self.pos].strip())
        node = flow.value(False)
        self.pos = flow.pos
        return node


def parse(text):
    block = Block(text)
    column = block.next_content()
    if column < 0:
        return Node("map", 1, [])
    node = block.node(column)
    if block.next_content() >= 0:
        raise Unreadable("%d: this line belongs to nothing" % block.line())
    return node

"""Who may what, worked out from roles.yaml and the form files as docs/forms.md tells it, without the program."""
import glob
import os
import sys

from desk import SOURCE

sys.path.insert(0, os.path.join(SOURCE, "tests", "arch"))
import yamlish  # noqa: E402

RIGHTS = ("look", "enter", "change", "act", "reveal", "print", "export", "search", "history")


def plain(node):
    if node.kind == "map":
        return {key: plain(value) for key, _, value in node.value}
    if node.kind == "list":
        return [plain(value) for value in node.value]
    return node.value


def as_list(value):
    return [] if value is None else value if isinstance(value, list) else [value]


def written_out(fields, standard, **common):
    """Each field with all its keys: lists and groups spread, standard fields filled in (docs/forms.md, "Fields said shortly")."""
    for entry in fields:
        if isinstance(entry, list):
            yield from written_out(entry, standard, **common)
        elif isinstance(entry, dict) and "name" not in entry:
            yield from written_out(entry["fields"], standard, **{**common, **{key: entry[key] for key in entry if key != "fields"}})
        else:
            own = {**common, **(entry if isinstance(entry, dict) else {"name": entry})}
            like = own.pop("like", None) or (None if {"type", "label", "zh", "en"} & set(own) else own["name"])
            told = [kind for key, kind in (("compute", "computed"), ("choices", "enum"), ("fields", "items"), ("to", "link"), ("of", "person"), ("given", "serial")) if key in own]
            yield {**standard.get(like, {"type": (told + ["text"])[0]}), **own}


class Judge:
    """folders: as the program reads them, a later one's register or role replaces an earlier one's."""

    def __init__(self, *folders):
        self.roles, self.forms, self.caretakers, self.standard = {}, {}, {}, {}
        self.without_unit = set()  # registers whose record names none, although it could
        for folder in folders:
            for file in sorted(glob.glob(os.path.join(folder, "*.yaml")), key=lambda file: (os.path.basename(file) != "fields.yaml", file)):
                with open(file, encoding="utf-8") as f:
                    read = plain(yamlish.parse(f.read()))
                if os.path.basename(file) == "fields.yaml":
                    self.standard.update({f["name"]: {**self.standard.get(f["name"], {}), **f} for f in read["fields"]})
                if "register" in read:
                    read["fields"] = list(written_out(read["fields"], self.standard))
                    self.forms[read["register"]] = read
                for role in read.get("roles", []) if os.path.basename(file) == "roles.yaml" else []:
                    self.roles[role["name"]] = role

    def among(self, role, roles):
        return any(name in roles for name in [role] + as_list(self.roles[role].get("stands_for")))

    def open_to(self, role, holder, key):
        """Nobody named: everybody."""
        roles = as_list(holder.get(key))
        return not roles or self.among(role, roles)

    def field(self, register, name):
        return next(f for f in self.forms[register]["fields"] if f["name"] == name)

    def actions(self, register):
        """Those done by hand."""
        return {a["name"]: a for a in self.forms[register].get("actions", []) if "key" in a}

    def in_area(self, role, register):
        """All records of the test that name a unit name the same one."""
        has_unit = register not in self.without_unit and (
            "unit_field" in self.forms[register] or any(f["type"] == "unit" for f in self.forms[register]["fields"]))
        return "area" not in self.roles[role] or not has_unit or role in self.caretakers.values()

    def may(self, role, register, right, action=None, field=None):
        return self.in_area(role, register) and self.may_somewhere(role, register, right, action, field)

    def may_somewhere(self, role, register, right, action=None, field=None):
        form = self.forms[register]
        if not self.open_to(role, form, "view_roles"):
            return False
        if field and not self.open_to(role, self.field(register, field), "view_roles"):
            return False
        if right in ("look", "search", "history"):
            return True
        if right == "enter" and not all(self.open_to(role, f, "edit_roles") for f in form["fields"] if f.get("required") in (True, "true")):
            return False  # what must be given there is another's to say
        if right in ("enter", "change"):
            return self.open_to(role, form, "edit_roles") and (
                not field or self.open_to(role, self.field(register, field), "edit_roles"))
        if right == "act":
            rule = self.actions(register)[action]
            return self.among(role, rule["roles"]) if rule.get("roles") else self.open_to(role, form, "edit_roles")
        if right == "reveal":
            return self.among(role, as_list(form.get("reveal_roles")))
        return right in as_list(self.roles[role].get("rights"))

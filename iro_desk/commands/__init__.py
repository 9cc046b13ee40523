"""The commands, by subject. Each gives its JSON document and the same in words."""

"""The till's commands, one file each, registered in pyproject.toml under vafa.commands."""

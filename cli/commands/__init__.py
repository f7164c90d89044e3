"""The commands of ``assistant-medical``, one file each, imported only when called."""

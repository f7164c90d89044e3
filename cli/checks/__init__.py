"""What ``assistant-medical doctor`` looks at. Nothing here writes, downloads or repairs."""

"""A model or a server that a setting names, and that cannot be used."""


class SettingUnusableError(RuntimeError):
    """The message, in French, names the setting, says what is wrong and what it expects."""

    def __init__(self, setting: str, wrong: str, expected: str) -> None:
        super().__init__(f"Réglage {setting} inutilisable\u00a0: {wrong}. Il attend {expected}.")
        self.setting = setting

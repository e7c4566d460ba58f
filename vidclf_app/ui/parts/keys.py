"""From tables of shortcuts to Qt's actions."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from vidclf_app.translating import translate
from vidclf_app.ui.parts.shortcut import Shortcut


def add_actions(
    widget: QWidget, shortcuts: Sequence[Shortcut], slots: Mapping[str, Callable[[], object]]
) -> list[QAction]:
    """Give a widget the actions of a table of shortcuts.

    Args:
        widget: The page or window that they belong to.
        shortcuts: The table.
        slots: A shortcut's name to what it does.

    Returns:
        The actions. Keys act in the whole window; a page switches its actions off while another
        page is in front.
    """
    actions = []
    for shortcut in shortcuts:
        if not shortcut.keys:
            continue
        action = QAction(translate("keys", shortcut.text), widget)
        action.setShortcuts([QKeySequence(keys) for keys in shortcut.keys])
        slot = slots[shortcut.name]
        action.triggered.connect(lambda _=False, slot=slot: slot())
        widget.addAction(action)
        actions.append(action)
    return actions

"""The menu of a segment."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from vidclf_app.core.labels import display_label
from vidclf_app.translating import translate

_KEYS = 9


def segment_menu(
    parent: QWidget,
    labels: Sequence[str],
    current: str,
    relabel: Callable[[str], object],
    delete: Callable[[], object],
) -> QMenu:
    """Return a menu that offers labels and deletion.

    Args:
        parent: The widget around it.
        labels: To choose from; the first nine have keys.
        current: The segment's label.
        relabel: What a label does.
        delete: What deletion does.
    """
    menu = QMenu(parent)
    menu.addSection(translate("review", "It shows"))
    for place, label in enumerate(labels):
        action = menu.addAction(display_label(label))
        action.setCheckable(True)
        action.setChecked(label == current)
        if place < _KEYS:
            _show_key(action, str(place + 1))
        action.triggered.connect(lambda _=False, label=label: relabel(label))
    menu.addSeparator()
    deletion = menu.addAction(translate("review", "Delete"))
    _show_key(deletion, "Del")
    deletion.triggered.connect(lambda: delete())
    return menu


def _show_key(action: QAction, key: str) -> None:
    # Shown only: the page has these keys itself.
    action.setShortcut(key)
    action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)

"""What every topic is: a function from a frame and the desk to a reply."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from actions.desk import Desk
from actions.frame import Frame
from actions.reply import Reply

Topic: TypeAlias = Callable[[Frame, Desk], Reply]

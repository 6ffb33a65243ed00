"""Serves a model without importing TensorFlow: half the memory and a third of the start time.

Rasa imports TensorFlow even when no component of the model uses it: through three modules that
serving never calls. They are replaced by placeholders before Rasa is imported; no file of Rasa is
changed. Training needs the real modules and must not call `install`.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

_PLACEHOLDERS = {
    "rasa.utils.tensorflow.callback": ("RasaTrainingLogger", "RasaModelCheckpoint"),
    "rasa.utils.tensorflow.data_generator": ("RasaBatchDataGenerator",),
    "rasa.graph_components.validators.default_recipe_validator": ("DefaultV1RecipeValidator",),
}

_BLOCKED = frozenset({"tensorflow", "tensorflow_hub", "tensorflow_text", "keras"})


def install() -> None:
    """Replace the three modules and refuse TensorFlow from here on in this process.

    Raises:
        RuntimeError: TensorFlow is already imported, so this comes too late.
    """
    if "tensorflow" in sys.modules:
        raise RuntimeError("TensorFlow is already imported: install the placeholders first.")
    for module_name, class_names in _PLACEHOLDERS.items():
        module = ModuleType(module_name)
        for class_name in class_names:
            setattr(module, class_name, _placeholder(module_name, class_name))
        sys.modules[module_name] = module
    sys.meta_path.insert(0, _Refusing())


class _Refusing(MetaPathFinder):
    """Turns an import of TensorFlow into an error that says why, instead of a slow start."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname.partition(".")[0] in _BLOCKED:
            raise ImportError(
                f"{fullname} is not available while serving: no component of the model may use "
                "TensorFlow (see bot/without_tensorflow.py).",
                name=fullname,
            )
        return None


def _placeholder(module_name: str, class_name: str) -> type:
    def refuse(self: object, *args: Any, **kwargs: Any) -> NoReturn:
        raise RuntimeError(f"{class_name} is for training and not available while serving.")

    return type(class_name, (), {"__init__": refuse, "__module__": module_name})

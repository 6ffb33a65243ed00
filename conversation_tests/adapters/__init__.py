"""The ways to reach an assistant. A new one needs a class like `Adapter` and a name here."""

from conversation_tests.adapters.base import Adapter, AdapterError
from conversation_tests.adapters.career_desk import CareerDesk
from conversation_tests.adapters.rasa_rest import RasaRest

ADAPTERS: dict[str, type[Adapter]] = {"career-desk": CareerDesk, "rasa-rest": RasaRest}

__all__ = ["ADAPTERS", "Adapter", "AdapterError", "CareerDesk", "RasaRest"]

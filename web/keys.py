"""The keys under which the application keeps its parts."""

from aiohttp import ClientSession, web

from web.charts.gallery import Gallery
from web.enrich import Enrichment
from web.forgetting import Forgetting
from web.greeting import Greeting
from web.library import Library
from web.limits import Limits
from web.log.repository import ConversationLog
from web.masking.masker import Masker
from web.rasa import Rasa
from web.settings import Settings
from web.staff.handoffs.notifier import Notifier
from web.tokens import Tokens
from web.turns import Turns
from web.wording import Wording

SETTINGS = web.AppKey("SETTINGS", Settings)
WORDING = web.AppKey("WORDING", Wording)
GREETING = web.AppKey("GREETING", Greeting)
TOKENS = web.AppKey("TOKENS", Tokens)
LIMITS = web.AppKey("LIMITS", Limits)
LOG = web.AppKey("LOG", ConversationLog)
MASKER = web.AppKey("MASKER", Masker)
NOTIFIER = web.AppKey("NOTIFIER", Notifier)
RASA = web.AppKey("RASA", Rasa)
TURNS = web.AppKey("TURNS", Turns)
FORGETTING = web.AppKey("FORGETTING", Forgetting)
LIBRARY = web.AppKey("LIBRARY", Library)
GALLERY = web.AppKey("GALLERY", Gallery)
ENRICHMENT = web.AppKey("ENRICHMENT", Enrichment)
CLIENT = web.AppKey("CLIENT", ClientSession)

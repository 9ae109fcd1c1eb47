"""What all routes share: the store's shelves, the remembered contexts, the prompt cache."""

from dataclasses import dataclass, field

from academy.sandbox.cache import PrefixCache
from academy.sandbox.contexts import Contexts
from academy.sandbox.storage.conversations import Conversations
from academy.sandbox.storage.leases import Leases
from academy.sandbox.storage.responses import Responses
from academy.sandbox.storage.store import Store


@dataclass(frozen=True, slots=True)
class Service:
    """One sandbox's working parts."""

    responses: Responses
    conversations: Conversations
    leases: Leases
    contexts: Contexts
    cache: PrefixCache = field(default_factory=PrefixCache)

    @classmethod
    def over(cls, store: Store) -> "Service":
        """The working parts over an open store."""
        responses = Responses(store)
        return cls(responses, Conversations(store), Leases(store), Contexts(responses.context))

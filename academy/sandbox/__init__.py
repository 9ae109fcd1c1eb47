"""The embedded Responses and Conversations API: routes, wire errors, state, tokens, models, record."""

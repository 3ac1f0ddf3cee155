"""The runtime under every product: models, operations, transport, authentication, retries, paging, errors, events."""

"""The server writes each address that is asked for into its log; the secret of a private link is not to stand there."""

import logging
import re

SECRET = re.compile(r"/[\w-]{43}(?=[/?\s]|$)")  # 256 bits as addresses write them


def without_secrets(text: str) -> str:
    """
    >>> without_secrets("GET /fr/my/balance/kQ0b7UPLQJ1k8_9gDq-4sHRsXW0mZ2yTtU5v3aBcDeF HTTP/1.1")
    'GET /fr/my/balance/… HTTP/1.1'
    >>> without_secrets("GET /my/balance/link/7?said=paid HTTP/1.1")
    'GET /my/balance/link/7?said=paid HTTP/1.1'
    """
    return SECRET.sub("/…", text)


class SecretFilter(logging.Filter):
    """For the logger of requests."""

    def filter(self, record):
        record.args = tuple(without_secrets(part) if isinstance(part, str) else part for part in record.args or ())
        return True

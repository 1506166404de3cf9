"""Faces, wherever they are: the same Protocol over an object of this process or over HTTP to another one.

POST /faces/<service>/<method>      arguments by name in msgpack → 200 result, or an error as {code, message, data}
X-Service-Token                     shows that the caller is of this installation, and means this service
X-Deadline-Ms                       how long the caller still waits
traceparent                         W3C Trace Context
"""

from bdcommerce.infra.remote.client import Clients, clients
from bdcommerce.infra.remote.local import local
from bdcommerce.infra.remote.server import serve

__all__ = ["Clients", "clients", "local", "serve"]

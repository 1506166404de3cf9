"""Access tokens by joserfc: Ed25519 signatures (RFC 8037, RFC 9864), keys named by their thumbprint (RFC 7638)."""

import json
from datetime import datetime
from typing import Any

from joserfc import jwt
from joserfc.jwk import OKPKey

from bdcommerce.accounts.domain.sessions import SigningKey
from bdcommerce.infra.security import ISSUER, TOKEN_ALGORITHM


class Ed25519Tokens:
    """See ports.Tokens."""

    def new_key(self, signs_from: datetime) -> SigningKey:
        """See ports.Tokens."""
        key = OKPKey.generate_key("Ed25519")
        name = key.thumbprint()
        public: dict[str, Any] = {**key.as_dict(private=False), "kid": name, "use": "sig", "alg": TOKEN_ALGORITHM}
        private = json.dumps(key.as_dict(private=True))
        return SigningKey(id=name, private=private, public=public, signs_from=signs_from)

    def sign(self, claims: dict[str, Any], key: SigningKey) -> str:
        """See ports.Tokens."""
        header = {"alg": TOKEN_ALGORITHM, "kid": key.id}
        private = OKPKey.import_key(json.loads(key.private))
        return jwt.encode(header, {"iss": ISSUER, **claims}, private, algorithms=[TOKEN_ALGORITHM])

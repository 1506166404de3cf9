"""What one can do here. A refusal that must leave a trace (a missed code, a revoked session) is returned, because
raising it would undo the trace; everything else is raised.
"""

from bdcommerce.accounts.handlers.address_book import add_address, change_address, remove_address
from bdcommerce.accounts.handlers.api_keys import access_of_key, add_key, add_partner_key, revoke_key
from bdcommerce.accounts.handlers.codes import confirm_code, request_code
from bdcommerce.accounts.handlers.consents import choose
from bdcommerce.accounts.handlers.contacts import (
    ask_reset,
    confirm_contact_change,
    reset_password,
    start_contact_change,
)
from bdcommerce.accounts.handlers.housekeeping import forget
from bdcommerce.accounts.handlers.messages import owe, owe_everywhere, sent
from bdcommerce.accounts.handlers.people import (
    change_password,
    change_profile,
    register_email,
    register_phone,
    remember_password,
)
from bdcommerce.accounts.handlers.second_factor import (
    ensure_unconfirmed,
    insist_on_second_factor,
    new_recovery_codes,
    prove_second_factor,
    remove_second_factor,
    second_step,
    set_up_second_factor,
)
from bdcommerce.accounts.handlers.sessions import end_other_sessions, end_session, refresh, sign_in, sign_out
from bdcommerce.accounts.handlers.signing_keys import rotate_keys, signing_key
from bdcommerce.accounts.handlers.staff import (
    assign_roles,
    change_role,
    compose_role,
    deactivate,
    employ,
    give_roles,
    hire,
    reactivate,
    remove_role,
    take_away_second_factor,
)
from bdcommerce.accounts.handlers.throttling import Tried, count_registration, take_back, try_password

__all__ = [
    "Tried",
    "access_of_key",
    "add_address",
    "add_key",
    "add_partner_key",
    "ask_reset",
    "assign_roles",
    "change_address",
    "change_password",
    "change_profile",
    "change_role",
    "choose",
    "compose_role",
    "confirm_code",
    "confirm_contact_change",
    "count_registration",
    "deactivate",
    "employ",
    "end_other_sessions",
    "end_session",
    "ensure_unconfirmed",
    "forget",
    "give_roles",
    "hire",
    "insist_on_second_factor",
    "new_recovery_codes",
    "owe",
    "owe_everywhere",
    "prove_second_factor",
    "reactivate",
    "refresh",
    "register_email",
    "register_phone",
    "remember_password",
    "remove_address",
    "remove_role",
    "remove_second_factor",
    "request_code",
    "reset_password",
    "revoke_key",
    "rotate_keys",
    "second_step",
    "sent",
    "set_up_second_factor",
    "sign_in",
    "sign_out",
    "signing_key",
    "start_contact_change",
    "take_away_second_factor",
    "take_back",
    "try_password",
]

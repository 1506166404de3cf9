"""Samples of accounts."""

from journey.samples.words import ADDRESS, PASSWORD, PLACES, SIGN_IN, Sample, own, public, staff, theirs

SAMPLES: dict[str, Sample] = {
    "POST /auth/otp/request": public(SIGN_IN, {"phone": "01711000222", "purpose": "login"}),
    "POST /auth/otp/verify": public(SIGN_IN, {"phone": "01711000222", "code": "123456", "purpose": "login"}),
    "POST /auth/register": public(SIGN_IN, {"email": "new{n}@test.example", "password": PASSWORD, "name": "A Sample"}),
    "POST /auth/login": public(SIGN_IN, {"email": "new@test.example", "password": PASSWORD, "audience": "shop"}),
    "POST /auth/refresh": public("the token is the proof", {"refresh_token": "none"}),
    "POST /auth/logout": public("the token is the proof", {"refresh_token": "none"}),
    "GET /me": own(),
    "PATCH /me": own({"name": "A Sample", "language": "bn"}),
    "GET /me/addresses": own(),
    "POST /me/addresses": own({**ADDRESS, "label": "Home"}),
    "PATCH /me/addresses/{address_id}": theirs({"line1": "House 3, Road 4"}),
    "DELETE /me/addresses/{address_id}": theirs(),
    "GET /geo/divisions": public(PLACES),
    "GET /geo/districts": public(PLACES, division="dhaka"),
    "GET /geo/upazilas": public(PLACES, district="dhaka"),
    "GET /geo/unions": public(PLACES, upazila="dhaka/savar"),
    "GET /admin/staff": staff(limit="1"),
    "POST /admin/staff": staff(
        {"email": "hand{n}@test.example", "name": "A hand", "password": PASSWORD, "roles": ["rider"]}
    ),
}

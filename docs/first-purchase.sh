#!/bin/sh
# One purchase with curl, from an empty cart to a vendor who is paid. Needs a marketplace that runs with the demo in it
# (`make run`), curl and python3. Every line is a call of the public API, so read it as an example: sh -x shows them all.
set -eu

API=${1:-http://127.0.0.1:8000}/api/v1
PHONE=017$(date +%s | tail -c 9) # a code is not sent to the same phone twice in a minute
WHERE="{\"recipient_name\": \"Rahima Begum\", \"phone\": \"$PHONE\", \"line1\": \"House 5, Road 3\",
    \"upazila_id\": \"dhaka/mirpur\"}"

call() { # METHOD PATH HEADER [BODY [HEADER]]
    curl --silent --show-error --fail-with-body -X "$1" "$API$2" -H "$3" -H 'Content-Type: application/json' \
        ${4:+--data "$4"} ${5:+-H "$5"} || {
        echo " from $1 $2" >&2
        exit 1
    }
}
pick() { # EXPRESSION: of the reply `it`
    python3 -c "import json, sys; it = json.load(sys.stdin); print($1)"
}
sign_in() { # NAME AUDIENCE
    call POST /auth/login 'Accept: application/json' \
        "{\"email\": \"$1@demo.example\", \"password\": \"bdcommerce-demo\", \"audience\": \"$2\"}" |
        pick '"Authorization: Bearer " + it["access_token"]'
}
until_some() { # PATH HEADER EXPRESSION: events take a moment
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
        found=$(call GET "$1" "$2" | pick "$3")
        [ -n "$found" ] && echo "$found" && return
        sleep 0.5
    done
    echo "nothing came at $1" >&2
    exit 1
}
newest_code() { # TEMPLATE: there is no phone here, so the code is read in the outbox (BDC_REVEAL_CODES)
    until_some "/admin/messages?to=$PHONE&template=$1&limit=1" "$ADMIN" \
        'next((each["params"]["code"] for each in it["items"]), "")'
}

ADMIN=$(sign_in admin admin)
RIDER=$(sign_in rider admin)
FINANCE=$(sign_in finance admin)
APPROVER=$(sign_in approver admin)
VENDOR=$(sign_in grocer vendor)

# A guest fills a cart and asks what it costs, delivered.
OFFER=$(call GET /products/mustard-oil-1-l 'Accept-Language: bn' | pick 'it["variants"][0]["offers"][0]["id"]')
CART=$(call POST /carts 'Accept: application/json' '{}')
GUEST="X-Guest-Token: $(echo "$CART" | pick 'it["guest_token"]')"
CART=$(echo "$CART" | pick 'it["id"]')
call POST "/carts/$CART/lines" "$GUEST" "{\"offer_id\": \"$OFFER\", \"quantity\": 2}" >/dev/null
TOTAL=$(call POST "/carts/$CART/quote" "$GUEST" "{\"address\": $WHERE}" | pick 'json.dumps(it["total"])')
echo "quoted:     $TOTAL"

# Guests confirm their phone; then the order is placed, cash on delivery. The key makes a retry harmless.
call POST /auth/otp/request 'Accept-Language: bn' "{\"phone\": \"$PHONE\", \"purpose\": \"checkout\"}" >/dev/null
CODE=$(newest_code otp)
PROOF=$(call POST /auth/otp/verify 'Accept: application/json' \
    "{\"phone\": \"$PHONE\", \"code\": \"$CODE\", \"purpose\": \"checkout\"}" | pick 'it["phone_proof"]')
PLACED=$(call POST /checkout "$GUEST" "{\"cart_id\": \"$CART\", \"address\": $WHERE, \"payment_method\": \"cod\",
    \"expected_total\": $TOTAL, \"phone_proof\": \"$PROOF\"}" "Idempotency-Key: purchase-of-$CART")
ORDER=$(echo "$PLACED" | pick 'it["order"]["id"]')
PART=$(echo "$PLACED" | pick 'it["order"]["vendor_orders"][0]["id"]')
echo "placed:     $(echo "$PLACED" | pick 'it["order"]["number"], it["order"]["status"]')"

# The vendor accepts, packs and hands over; the operator's own rider delivers against the customer's code.
for step in accept pack dispatch; do
    call POST "/vendor/orders/$PART/$step" "$VENDOR" '{}' >/dev/null
done
SHIPMENT=$(until_some '/admin/shipments?status=booked&limit=100' "$RIDER" \
    "next((each['shipment_id'] for each in it['items'] if each['vendor_order_id'] == '$PART'), '')")
call POST "/admin/shipments/$SHIPMENT/pick-up" "$RIDER" '{}' >/dev/null
call POST "/admin/shipments/$SHIPMENT/out-for-delivery" "$RIDER" '{}' >/dev/null
CODE=$(newest_code delivery_code)
call POST "/admin/shipments/$SHIPMENT/deliver" "$RIDER" \
    "{\"code\": \"$CODE\", \"collected\": $TOTAL}" | pick '"delivered:  " + it["tracking_no"]'

# The rider's cash comes in, the customer is content: escrow is released to the vendor.
until_some "/orders/$ORDER" "$GUEST" '"delivered" if it["vendor_orders"][0]["status"] == "delivered" else ""' >/dev/null
call POST /admin/remittances "$ADMIN" "{\"courier\": \"own_riders\", \"reference\": \"$SHIPMENT\", \"parcels\":
    [{\"shipment_id\": \"$SHIPMENT\", \"arrived\": $TOTAL, \"charge\": {\"amount\": 0}}]}" >/dev/null
call POST "/orders/$ORDER/accept" "$GUEST" "{\"vendor_order_id\": \"$PART\"}" >/dev/null
OWED=$(until_some /vendor/balance "$VENDOR" 'it["balance"]["amount"] or ""')
echo "owed:       $OWED poisha, after commission and VAT"

# One person drafts the payout, another approves it, the bank pays.
BATCH=$(call POST /admin/payouts "$FINANCE" '{}' | pick 'it["batch"]["batch_id"]')
call POST "/admin/payouts/$BATCH/approve" "$APPROVER" '{}' >/dev/null
call GET "/admin/payouts/$BATCH/bank-file" "$FINANCE"
call POST "/admin/payouts/$BATCH/sent" "$FINANCE" '{}' >/dev/null
for payout in $(call GET "/admin/payouts/$BATCH" "$FINANCE" | pick '*(each["payout_id"] for each in it["items"])'); do
    call POST "/admin/payouts/$BATCH/payouts/$payout/paid" "$FINANCE" '{"bank_charge": {"amount": 1000}}' |
        pick '"paid:       " + str(it["status"])'
done
call GET /admin/ledger/trial-balance "$FINANCE" | pick '"ledger sum: " + str(it["total"]["amount"])'

"""The same in words: to staff what each rule saw, to the customer why something is asked of them."""

from bdcommerce.kernel.text import Localized
from bdcommerce.orders.events.risk import Appraisal, Decision, FactorCode

FACTORS: dict[FactorCode, Localized] = {
    "refused_before": Localized("Parcels that were refused at the door", "দরজায় ফিরিয়ে দেওয়া পার্সেল"),
    "absent_before": Localized("Parcels that nobody was there to receive", "কেউ না থাকায় ফেরত যাওয়া পার্সেল"),
    "returned_before": Localized("Parcels that went back undelivered", "ডেলিভারি ছাড়াই ফেরত যাওয়া পার্সেল"),
    "given_back_before": Localized("Parcels that were given back whole", "পুরোটা ফেরত দেওয়া পার্সেল"),
    "delivered_before": Localized("Parcels that were received", "গ্রহণ করা পার্সেল"),
    "first_order": Localized("The first order with this phone", "এই ফোনে প্রথম অর্ডার"),
    "high_value": Localized("An order of high value", "বেশি মূল্যের অর্ডার"),
    "many_from_phone": Localized("Many orders with this phone within a day", "এক দিনে এই ফোনে অনেক অর্ডার"),
    "many_from_device": Localized("Many orders from this device within a day", "এক দিনে এই ডিভাইস থেকে অনেক অর্ডার"),
    "many_to_address": Localized("Many orders to this address within a day", "এক দিনে এই ঠিকানায় অনেক অর্ডার"),
    "address_short": Localized("The address is very short", "ঠিকানাটি খুব সংক্ষিপ্ত"),
    "address_no_house": Localized("The address has no house, road or village", "ঠিকানায় বাড়ি, রাস্তা বা গ্রাম নেই"),
    "address_elsewhere": Localized("The address names another district", "ঠিকানায় অন্য জেলার নাম আছে"),
    "address_gibberish": Localized("The address cannot be understood", "ঠিকানাটি বোঝা যাচ্ছে না"),
    "phone_blocked": Localized("Staff have blocked this phone", "এই ফোনটি কর্মীরা ব্লক করেছেন"),
    "phone_allowed": Localized("Staff vouch for this phone", "এই ফোনটি কর্মীদের অনুমোদিত"),
}
DECISIONS: dict[Decision, Localized] = {
    "accept": Localized("You pay at the door.", "পণ্য হাতে পেয়ে মূল্য দেবেন।"),
    "confirm": Localized(
        "Please confirm this order with the code that we send to the phone of the delivery address.",
        "ডেলিভারি ঠিকানার ফোনে পাঠানো কোড দিয়ে অর্ডারটি নিশ্চিত করুন।",
    ),
    "advance": Localized(
        "A part of this order has to be paid before we send it; the rest you pay at the door.",
        "অর্ডারটি পাঠানোর আগে কিছু টাকা অগ্রিম দিতে হবে; বাকিটা পণ্য হাতে পেয়ে দেবেন।",
    ),
    "refuse": Localized(
        "This order cannot be paid at the door. Please pay it in advance.",
        "এই অর্ডারের মূল্য দরজায় দেওয়া যাবে না। অনুগ্রহ করে আগে পরিশোধ করুন।",
    ),
}
NOT_READY = Localized(
    "Some of this order is not ready to ship yet, so only a part of it is paid now; the rest you pay at the door.",
    "অর্ডারের কিছু পণ্য এখনই পাঠানোর জন্য প্রস্তুত নয়, তাই এখন শুধু একটি অংশ দিতে হবে; বাকিটা পণ্য হাতে পেয়ে দেবেন।",
)
"""DC-ADV-02."""
_NOT_SAID: frozenset[FactorCode] = frozenset({"phone_blocked", "phone_allowed", "delivered_before"})


def reasons_for_customer(appraisal: Appraisal) -> list[Localized]:
    """What the customer can know, and do something about; without points, and nothing of lists."""
    return [FACTORS[each.code] for each in appraisal.factors if each.points > 0 and each.code not in _NOT_SAID]

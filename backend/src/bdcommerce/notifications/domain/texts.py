"""The texts that are shipped. Staff may write them otherwise; what a text needs, and whom it is for, they may not."""

from collections.abc import Mapping

from bdcommerce.kernel.text import Localized
from bdcommerce.notifications.domain.templates import Template, Topic


def _sms(topic: Topic, name: str, en: str, bn: str, *secret: str) -> Template:
    return Template(name=name, channel="sms", topic=topic, text=Localized(en, bn), secret=frozenset(secret))


def _email(topic: Topic, name: str, en: str, bn: str, *secret: str) -> Template:
    return Template(
        name=name,
        channel="email",
        topic=topic,
        text=Localized(en, bn),
        secret=frozenset(secret),
        subject=_SUBJECTS[name],
    )


_SUBJECTS: Mapping[str, Localized] = {
    "email_code": Localized("Your BDCommerce code", "আপনার BDCommerce কোড"),
    "password_changed_email": Localized("Your password was changed", "আপনার পাসওয়ার্ড বদলানো হয়েছে"),
    "contact_changed_email": Localized("Your e-mail address was changed", "আপনার ই-মেইল ঠিকানা বদলানো হয়েছে"),
    "second_factor_reset": Localized("Your second step was removed", "আপনার দ্বিতীয় ধাপ সরানো হয়েছে"),
    "dispute_opened": Localized("A customer disputes an order", "একটি অর্ডার নিয়ে বিরোধ"),
    "vendor_approved": Localized("Welcome to BDCommerce", "BDCommerce-এ স্বাগতম"),
    "payout_paid": Localized("A payout of {amount}", "{amount} পরিশোধ"),
    "payout_returned": Localized("A payout of {amount} came back", "{amount} পরিশোধ ফেরত এসেছে"),
    "payout_failed": Localized("A payout of {amount} did not arrive", "{amount} পরিশোধ পৌঁছায়নি"),
    "stock_low": Localized("Low stock: {sku}", "মজুদ কম: {sku}"),
    "deadline_at_risk": Localized("Order {number} is due soon", "অর্ডার {number}-এর সময় শেষ হয়ে আসছে"),
    "deadline_missed": Localized("Order {number} is late", "অর্ডার {number}-এর দেরি হয়েছে"),
    "rest_came_back": Localized("Order {number}: say what was kept", "অর্ডার {number}: কী রাখা হয়েছে জানান"),
    "return_to_answer": Localized("Order {number}: a return to answer", "অর্ডার {number}: ফেরতের অনুরোধ"),
    "return_ended": Localized("Order {number}: a return has ended", "অর্ডার {number}: ফেরতের প্রক্রিয়া শেষ"),
    "digest": Localized("{count} messages since yesterday", "গতকাল থেকে {count}টি বার্তা"),
    "campaign_email": Localized("{subject}", "{subject}"),
}


TEMPLATES: Mapping[str, Template] = {
    made.name: made
    for made in (
        _sms(
            "feedback",
            "survey",
            "How was your delivery from {shop}? Tell us: {link}",
            "{shop} থেকে আপনার ডেলিভারি কেমন ছিল? জানান: {link}",
            "link",
        ),
        _sms(
            "security",
            "otp",
            "{code} is your BDCommerce code. It is valid for {minutes} minutes. Tell it to nobody.",
            "আপনার BDCommerce কোড {code}। মেয়াদ {minutes} মিনিট। কোডটি কাউকে বলবেন না।",
            "code",
        ),
        _email(
            "security",
            "email_code",
            "{code} is your BDCommerce code. It is valid for {minutes} minutes. Tell it to nobody. If you did not ask "
            "for it, you need do nothing.",
            "আপনার BDCommerce কোড {code}। মেয়াদ {minutes} মিনিট। কোডটি কাউকে বলবেন না। আপনি না চেয়ে থাকলে কিছু করার দরকার নেই।",
            "code",
        ),
        _sms(
            "security",
            "password_changed_sms",
            "The password of your BDCommerce account was changed and you were signed out everywhere. Was it not you? "
            "Reset it now.",
            "আপনার BDCommerce অ্যাকাউন্টের পাসওয়ার্ড বদলানো হয়েছে, সব জায়গা থেকে সাইন আউট করা হয়েছে। আপনি না করে থাকলে এখনই পাসওয়ার্ড "
            "রিসেট করুন।",
        ),
        _email(
            "security",
            "password_changed_email",
            "The password of your BDCommerce account was changed and you were signed out everywhere. Was it not you? "
            "Reset it now.",
            "আপনার BDCommerce অ্যাকাউন্টের পাসওয়ার্ড বদলানো হয়েছে, সব জায়গা থেকে সাইন আউট করা হয়েছে। আপনি না করে থাকলে এখনই পাসওয়ার্ড "
            "রিসেট করুন।",
        ),
        _sms(
            "security",
            "contact_changed_sms",
            "This phone no longer belongs to your BDCommerce account; you chose another one. Was it not you? Tell us.",
            "এই ফোন আর আপনার BDCommerce অ্যাকাউন্টের নয়; আপনি অন্য নম্বর দিয়েছেন। আপনি না করে থাকলে আমাদের জানান।",
        ),
        _email(
            "security",
            "contact_changed_email",
            "This e-mail address no longer belongs to your BDCommerce account; you chose another one. Was it not you? "
            "Tell us.",
            "এই ই-মেইল ঠিকানা আর আপনার BDCommerce অ্যাকাউন্টের নয়; আপনি অন্যটি দিয়েছেন। আপনি না করে থাকলে আমাদের জানান।",
        ),
        _email(
            "security",
            "second_factor_reset",
            "A colleague removed the second step of your sign-in to the BDCommerce admin. Set it up again. If you did "
            "not ask for this, tell your administrator now.",
            "একজন সহকর্মী BDCommerce অ্যাডমিনে আপনার সাইন-ইনের দ্বিতীয় ধাপ সরিয়েছেন। আবার চালু করুন। আপনি না চেয়ে থাকলে এখনই "
            "অ্যাডমিনকে জানান।",
        ),
        _sms(
            "orders",
            "order_confirmed",
            "Your order {number} for {total} is confirmed. Pay in cash on delivery.",
            "আপনার অর্ডার {number} নিশ্চিত হয়েছে, মোট {total}। পণ্য হাতে পেয়ে টাকা দিন।",
        ),
        _sms(
            "orders",
            "order_confirmed_paid",
            "Your order {number} for {total} is paid and confirmed.",
            "আপনার অর্ডার {number}-এর মূল্য {total} পরিশোধ হয়েছে, অর্ডার নিশ্চিত।",
        ),
        _sms(
            "orders",
            "order_confirmed_advance",
            "Your order {number} for {total} is confirmed, your advance is paid. {amount} is left to pay on delivery.",
            "আপনার অর্ডার {number} নিশ্চিত হয়েছে, মোট {total}। অগ্রিম পেয়েছি; পণ্য হাতে পেয়ে বাকি {amount} দিন।",
        ),
        _sms(
            "orders",
            "refund_completed",
            "We have paid {amount} back to you for your order {number}, the way you paid.",
            "আপনার অর্ডার {number}-এর {amount} ফেরত দেওয়া হয়েছে, যেভাবে দিয়েছিলেন সেভাবেই।",
        ),
        _sms(
            "orders",
            "return_requested",
            "We have told the shop that you want to give back goods of your order {number}.",
            "অর্ডার {number}-এর পণ্য ফেরতের অনুরোধ বিক্রেতাকে জানানো হয়েছে।",
        ),
        _sms(
            "orders",
            "return_approved",
            "You can give back the goods of your order {number}. Look at the order for how and until when.",
            "অর্ডার {number}-এর পণ্য ফেরত দিতে পারেন। কীভাবে ও কত দিনের মধ্যে, অর্ডারে দেখুন।",
        ),
        _sms(
            "orders",
            "return_refused",
            "The shop does not take back the goods of your order {number}. You can have us look at it.",
            "বিক্রেতা অর্ডার {number}-এর পণ্য ফেরত নিতে রাজি নন। আপনি চাইলে আমরা বিষয়টি দেখব।",
        ),
        _sms(
            "orders",
            "return_escalated",
            "We look at the return of your order {number} and hear both sides.",
            "অর্ডার {number}-এর ফেরতের বিষয়টি আমরা দুই পক্ষের কথা শুনে দেখছি।",
        ),
        _sms(
            "orders",
            "return_received",
            "The goods of your order {number} are back at the shop.",
            "অর্ডার {number}-এর ফেরত পণ্য বিক্রেতার কাছে পৌঁছেছে।",
        ),
        _sms(
            "orders",
            "return_not_accepted",
            "Nothing is paid back for the return of your order {number}. Look at the order for why.",
            "অর্ডার {number}-এর ফেরতের জন্য টাকা ফেরত দেওয়া হচ্ছে না। কারণ অর্ডারে দেখুন।",
        ),
        _email(
            "business",
            "rest_came_back",
            "{name}, the customer kept a part of order {number} and the rest is back. Please say which.",
            "{name}, ক্রেতা অর্ডার {number}-এর একটি অংশ রেখেছেন, বাকিটা ফেরত এসেছে। কী রাখা হয়েছে জানান, তবেই হিসাব মিটবে।",
        ),
        _email(
            "business",
            "return_to_answer",
            "{name}, a customer wants to give back goods of order {number}. Please answer before {due}.",
            "{name}, একজন ক্রেতা অর্ডার {number}-এর পণ্য ফেরত দিতে চান। {due}-এর আগে উত্তর দিন।",
        ),
        _email(
            "business",
            "return_ended",
            "{name}, the return of order {number} has ended: {outcome}.",
            "{name}, অর্ডার {number}-এর ফেরতের প্রক্রিয়া শেষ হয়েছে: {outcome}।",
        ),
        _sms(
            "orders",
            "order_amended",
            "Part of your order {number} was cancelled. You now pay {total} for that parcel.",
            "আপনার অর্ডার {number}-এর একটি অংশ বাতিল হয়েছে। ঐ পার্সেলের জন্য এখন দিতে হবে {total}।",
        ),
        _sms(
            "orders",
            "order_changed",
            "A parcel of your order {number} was changed. You now pay {total} for it.",
            "আপনার অর্ডার {number}-এর একটি পার্সেল বদলানো হয়েছে। এর জন্য এখন দিতে হবে {total}।",
        ),
        _sms(
            "orders",
            "order_edit_proposed",
            "Shall we change your order {number}? {total} instead of {was}. Agree by {until}, or it stays as it is.",
            "আপনার অর্ডার {number} বদলানোর প্রস্তাব: {was}-এর জায়গায় {total}। {until}-এর মধ্যে সম্মতি দিন, নইলে আগের মতোই থাকবে।",
        ),
        _sms(
            "orders",
            "order_cancelled",
            "A parcel of your order {number} was cancelled. You pay nothing for it.",
            "আপনার অর্ডার {number}-এর একটি পার্সেল বাতিল হয়েছে। এর জন্য কিছু দিতে হবে না।",
        ),
        _sms(
            "orders",
            "parcel_handed_over",
            "A parcel of your order {number} is with the courier.",
            "আপনার অর্ডার {number}-এর একটি পার্সেল কুরিয়ারে দেওয়া হয়েছে।",
        ),
        _sms(
            "orders",
            "delivery_code",
            "Give the code {code} to the rider when you receive your parcel of order {number}. Amount: {amount}.",
            "অর্ডার {number}-এর পার্সেল বুঝে নিয়ে রাইডারকে কোড {code} দিন। টাকার পরিমাণ: {amount}।",
            "code",
        ),
        _sms(
            "orders",
            "confirm_order",
            "The code {code} confirms your order {number} of {amount}. Was it not you? Then do nothing.",
            "আপনার {amount} মূল্যের অর্ডার {number} নিশ্চিত করার কোড {code}। অর্ডারটি আপনার না হলে কিছু করতে হবে না।",
            "code",
        ),
        _sms(
            "orders",
            "parcel_delivered",
            "A parcel of your order {number} was delivered. Thank you!",
            "আপনার অর্ডার {number}-এর একটি পার্সেল পৌঁছে গেছে। ধন্যবাদ!",
        ),
        _sms(
            "orders",
            "complaint_opened",
            "Your complaint {number} is here. We act on it within 72 hours.",
            "আপনার অভিযোগ {number} পেয়েছি। ৭২ ঘণ্টার মধ্যে ব্যবস্থা নেব।",
        ),
        _sms(
            "orders",
            "complaint_answered",
            "We have answered your complaint {number}.",
            "আপনার অভিযোগ {number}-এর উত্তর দেওয়া হয়েছে।",
        ),
        _sms(
            "orders",
            "complaint_resolved",
            "Your complaint {number} is resolved.",
            "আপনার অভিযোগ {number} নিষ্পত্তি হয়েছে।",
        ),
        _sms(
            "orders",
            "complaint_escalated",
            "Your complaint {number} is with the authority now.",
            "আপনার অভিযোগ {number} এখন কর্তৃপক্ষের কাছে আছে।",
        ),
        _sms(
            "orders",
            "dispute_decided",
            "The dispute over your order {number} is decided. Refund: {amount}.",
            "আপনার অর্ডার {number}-এর বিরোধের সিদ্ধান্ত হয়েছে। ফেরত: {amount}।",
        ),
        _email(
            "business",
            "dispute_opened",
            "{name}: a customer disputes an order you sold. Please answer in the vendor centre.",
            "{name}: একজন ক্রেতা আপনার বিক্রি করা একটি অর্ডার নিয়ে বিরোধ তুলেছেন। ভেন্ডর সেন্টারে উত্তর দিন।",
        ),
        _email(
            "business",
            "vendor_approved",
            "{name} is approved. You can publish products and sell on BDCommerce now.",
            "{name} অনুমোদিত হয়েছে। এখন BDCommerce-এ পণ্য প্রকাশ ও বিক্রি করতে পারেন।",
        ),
        _email(
            "business",
            "payout_paid",
            "A payout of {amount} to {name} has been made. Reference: {reference}. Orders, refunds, commission and "
            "taxes in it are listed in the remittance advice, in the vendor centre under payouts.",
            "{name}-কে {amount} পরিশোধ করা হয়েছে। রেফারেন্স: {reference}। এতে কোন অর্ডার, ফেরত, কমিশন ও কর আছে তা ভেন্ডর "
            "সেন্টারের পরিশোধ তালিকার রেমিট্যান্স অ্যাডভাইসে দেখুন।",
        ),
        _email(
            "business",
            "payout_failed",
            "{name}: a payout of {amount} did not arrive. Please check your bank or wallet details in the vendor "
            "centre. Reference: {reference}.",
            "{name}: {amount} পরিশোধ পৌঁছায়নি। ভেন্ডর সেন্টারে আপনার ব্যাংক বা ওয়ালেটের তথ্য দেখে নিন। রেফারেন্স: {reference}।",
        ),
        _email(
            "business",
            "payout_returned",
            "{name}: a payout of {amount} came back from your bank after it had been paid. It is owed to you again. "
            "Please check your bank details in the vendor centre. Reference: {reference}.",
            "{name}: {amount} পরিশোধ হওয়ার পর আপনার ব্যাংক থেকে ফেরত এসেছে। এটি আবার আপনার পাওনা। ভেন্ডর সেন্টারে ব্যাংকের "
            "তথ্য দেখে নিন। রেফারেন্স: {reference}।",
        ),
        _email(
            "business",
            "stock_low",
            "{name}: {available} units of {sku} are left.",
            "{name}: {sku}-এর {available}টি বাকি আছে।",
        ),
        _email(
            "business",
            "deadline_at_risk",
            "{name}: the {what} of order {number} is due by {due}.",
            "{name}: অর্ডার {number}-এর {what} {due}-এর মধ্যে করতে হবে।",
        ),
        _email(
            "business",
            "deadline_missed",
            "{name}: the {what} of order {number} was due by {due} and is late.",
            "{name}: অর্ডার {number}-এর {what} {due}-এর মধ্যে করার কথা ছিল, দেরি হয়ে গেছে।",
        ),
        _sms(
            "orders",
            "back_in_stock",
            "{title} can be bought again.",
            "{title} আবার পাওয়া যাচ্ছে।",
        ),
        _email(
            "business",
            "digest",
            "{name}, {count} messages since yesterday:\n\n{lines}",
            "{name}, গতকাল থেকে {count}টি বার্তা:\n\n{lines}",
        ),
        _sms("marketing", "campaign_sms", "{text}", "{text}"),
        _email("marketing", "campaign_email", "{text}", "{text}"),
        Template(
            name="campaign_push",
            channel="push",
            topic="marketing",
            text=Localized("{text}", "{text}"),
            subject=Localized("{subject}", "{subject}"),
        ),
        _sms("security", "gateway_test", "BDCommerce test {code}", "BDCommerce পরীক্ষা {code}"),
    )
}

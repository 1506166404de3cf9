"""What the kinds of a timeline are called, in both languages."""

from bdcommerce.kernel.text import Localized

LABELS: dict[str, Localized] = {
    "placed": Localized("Order placed", "অর্ডার করা হয়েছে"),
    "payment_awaited": Localized("Waiting for payment", "পেমেন্টের অপেক্ষায়"),
    "confirmation_awaited": Localized("Waiting for your confirmation", "আপনার নিশ্চিতকরণের অপেক্ষায়"),
    "affirmed": Localized("The customer's word is there", "ক্রেতার সম্মতি পাওয়া গেছে"),
    "payment_method_changed": Localized("The way of paying was changed", "পেমেন্টের মাধ্যম পরিবর্তন করা হয়েছে"),
    "confirmed": Localized("Order confirmed", "অর্ডার নিশ্চিত হয়েছে"),
    "failed": Localized("The order could not be completed", "অর্ডারটি সম্পন্ন করা যায়নি"),
    "accepted": Localized("Accepted by the vendor", "বিক্রেতা অর্ডার গ্রহণ করেছেন"),
    "packed": Localized("Packed", "প্যাক করা হয়েছে"),
    "ready_to_ship": Localized("Ready to ship", "পাঠানোর জন্য প্রস্তুত"),
    "shipment_picked_up": Localized("Handed over to the courier", "কুরিয়ারের কাছে হস্তান্তর করা হয়েছে"),
    "shipment_out_for_delivery": Localized("Out for delivery", "ডেলিভারির জন্য বের হয়েছে"),
    "shipment_attempt_failed": Localized("Delivery attempt failed", "ডেলিভারির চেষ্টা সফল হয়নি"),
    "shipment_returning": Localized("On its way back to the vendor", "বিক্রেতার কাছে ফেরত যাচ্ছে"),
    "shipment_delivered": Localized("Delivered", "ডেলিভারি সম্পন্ন হয়েছে"),
    "shipment_returned": Localized("Back at the vendor", "বিক্রেতার কাছে ফেরত এসেছে"),
    "shipment_lost": Localized("Lost by the courier", "কুরিয়ারের কাছে হারিয়ে গেছে"),
    "shipment_noted": Localized("Courier news that does not fit", "কুরিয়ারের বার্তা অর্ডারের অবস্থার সঙ্গে মেলে না"),
    "line_cancelled": Localized("An item was cancelled", "একটি পণ্য বাতিল করা হয়েছে"),
    "cancelled": Localized("Cancelled", "বাতিল করা হয়েছে"),
    "edit_proposed": Localized("A change waits for your confirmation", "একটি পরিবর্তন আপনার নিশ্চিতকরণের অপেক্ষায়"),
    "edit_agreed": Localized("The change was confirmed", "পরিবর্তন নিশ্চিত করা হয়েছে"),
    "edit_dropped": Localized("The change was dropped", "পরিবর্তন বাতিল করা হয়েছে"),
    "edited": Localized("The order was changed", "অর্ডার পরিবর্তন করা হয়েছে"),
    "partly_delivered": Localized("You kept a part of the parcel", "আপনি পার্সেলের একটি অংশ রেখেছেন"),
    "rest_came_back": Localized("The rest is back at the vendor", "বাকি পণ্য বিক্রেতার কাছে ফেরত এসেছে"),
    "part_kept": Localized("What you kept was recorded", "আপনি যা রেখেছেন তা নথিভুক্ত হয়েছে"),
    "return_requested": Localized("A return was asked for", "পণ্য ফেরতের অনুরোধ করা হয়েছে"),
    "return_photo_added": Localized("A photo was added to the return", "ফেরতের অনুরোধে ছবি যোগ করা হয়েছে"),
    "return_approved": Localized("The return was approved", "ফেরতের অনুরোধ গৃহীত হয়েছে"),
    "return_refused": Localized("The return was refused", "ফেরতের অনুরোধ প্রত্যাখ্যান করা হয়েছে"),
    "return_escalated": Localized("Our staff look at the return", "আমাদের কর্মীরা ফেরতের বিষয়টি দেখছেন"),
    "return_closed": Localized("The return has ended", "ফেরতের প্রক্রিয়া শেষ হয়েছে"),
    "return_received": Localized("The vendor has looked at what came back", "বিক্রেতা ফেরত আসা পণ্য দেখেছেন"),
    "return_granted": Localized("You get your money back", "আপনি টাকা ফেরত পাচ্ছেন"),
    "return_refunded": Localized("The money was paid back", "টাকা ফেরত দেওয়া হয়েছে"),
    "completed": Localized("Completed", "সম্পূর্ণ হয়েছে"),
}

DROPPED: dict[str, Localized] = {
    "declined": Localized("You did not want it", "আপনি চাননি"),
    "expired": Localized("It was not confirmed in time", "সময়মতো নিশ্চিত করা হয়নি"),
    "withdrawn": Localized("Our staff took it back", "আমাদের কর্মীরা প্রত্যাহার করেছেন"),
    "overtaken": Localized("Something was cancelled meanwhile", "এর মধ্যে কিছু বাতিল হয়েছে"),
    "failed": Localized("It could not be done any more", "আর করা সম্ভব হয়নি"),
}
"""Why a change of an order came to nothing."""

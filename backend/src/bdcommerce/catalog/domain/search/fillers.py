"""Words that are said in a search but not sought: little words, what everything is, what everybody does with it."""

from bdcommerce.catalog.domain.search.letters import canonical

_SAID = """
    a an the of for in on at to and with from by or is are me my i want need buy buying get find show
    item items product products goods thing things পণ্য জিনিস জিনিসপত্র সামগ্রী আইটেম
    price prices online shop shopping bd bangladesh best good nice cheap cheapest available
    er ar o r jonno jonne dam koto kinbo kinte chai lagbe dorkar valo bhalo sera kom dame e te
    এর র ও এবং আর বা জন্য জন্যে দাম কত কিনব কিনবো কিনতে কিনুন চাই লাগবে দরকার ভালো ভাল সেরা কম দামে দামের
    অনলাইন অনলাইনে বাংলাদেশ বাংলাদেশে টাকা taka tk মূল্য সাথে সহ
"""
FILLERS = frozenset(map(canonical, _SAID.split()))

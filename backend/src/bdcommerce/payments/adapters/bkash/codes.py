"""What bKash's codes mean. Handling by its own documentation; a code nobody knows leaves the matter open."""

from bdcommerce.payments.domain.providers import Outcome

OK = "0000"
_CLASSES: dict[Outcome, tuple[str, ...]] = {
    "success": (OK,),
    "duplicate": ("2029", "2062", "2068", "2116", "2117"),
    "ambiguous": ("2003", "2020", "2024", "2056", "2060", "2118", "2119", "503"),
    "configuration": ("2001", "2035", "2042", "2043", "2044", "2046", "2064", "2066", "2067"),
    "failure": (
        "2002", "2004", "2005", "2006", "2007", "2008", "2009", "2010", "2011", "2012", "2013", "2014", "2015", "2016",
        "2017", "2018", "2019", "2021", "2022", "2023", "2025", "2026", "2027", "2028", "2030", "2031", "2032", "2033",
        "2034", "2036", "2037", "2038", "2039", "2040", "2041", "2045", "2047", "2048", "2049", "2050", "2051", "2052",
        "2053", "2054", "2055", "2057", "2058", "2059", "2061", "2063", "2065", "2069",
    ),
}  # fmt: skip
_OUTCOMES = {code: outcome for outcome, codes in _CLASSES.items() for code in codes}


def outcome_of(code: str) -> Outcome:
    """The class of a code."""
    return _OUTCOMES.get(code, "ambiguous")

"""The scan for what is secret finds it in whatever form it stands."""

from journey.scanning import Secrets


def test_the_scan_sees_a_number_in_any_form_and_a_secret_in_any_place() -> None:
    secrets = Secrets(frozenset({"simulatedAppSecret0001"}), frozenset({"1711000111"}))
    for text in ("01711000111", "+8801711000111", "880 1711-000111", '{"to":"8801711000111"}', "tel:01711 000 111."):
        assert secrets.found_in(text) == {"1711000111"}, text
    for text in ('"app_secret":"simulatedAppSecret0001"', "?s=simulatedAppSecret0001&x=1", "(simulatedAppSecret0001)"):
        assert secrets.found_in(text) == {"simulatedAppSecret0001"}, text
    assert secrets.found_in("017*****111 and 98117110001112345") == set()

"""Fingerprints: who was faster."""

import pytest

from gce_api.google import errors, fingerprints


def test_equal_values_have_equal_fingerprints():
    assert fingerprints.of({"a": "1", "b": "2"}) == fingerprints.of({"b": "2", "a": "1"})
    assert fingerprints.of({}) != fingerprints.of({"a": "1"})


def test_a_stale_fingerprint_is_refused():
    with pytest.raises(errors.ConditionNotMet, match="tags fingerprint"):
        fingerprints.check(fingerprints.of(["old"]), ["new"], "tags")
    with pytest.raises(errors.ConditionNotMet, match="Labels fingerprint"):
        fingerprints.check_labels({"labelFingerprint": fingerprints.of({})}, {"a": "b"})


@pytest.mark.parametrize("given", [None, ""])
def test_a_missing_fingerprint_means_whatever_it_is_now(given):
    fingerprints.check(given, ["new"], "tags")


def test_either_alphabet_of_base64_is_taken():
    """gcloud decodes what it reads and sends it back in the alphabet for URLs, others do not."""
    value = next(str(n) for n in range(1000) if "-" in fingerprints.of(str(n)))
    plain = fingerprints.of(value).replace("-", "+").replace("_", "/")
    fingerprints.check(plain, value, "tags")
    fingerprints.check(fingerprints.of(value), value, "tags")

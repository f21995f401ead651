from shared.domain.reasons import SENTENCES, UnassignedReason, sentence


def test_every_reason_has_a_sentence_of_its_own() -> None:
    """The list is closed, and no two reasons read alike."""
    assert set(SENTENCES) == set(UnassignedReason)
    assert len({sentence(r) for r in UnassignedReason}) == len(UnassignedReason)
    assert all(sentence(r).endswith(".") for r in UnassignedReason)

"""What a caller is told of a failure of our own."""

from litestar.testing import RequestFactory

from services.api.errors import answer


def test_a_failure_of_ours_tells_only_its_number() -> None:
    """In the sentence and by itself, for pages in other languages; nothing of the exception."""
    told = answer(RequestFactory().get("/"), ValueError("Layla Hassan"))
    assert told.status_code == 500
    incident = told.content["incident"]
    assert len(incident) == 12
    assert incident in told.content["detail"]
    assert "Layla" not in str(told.content)

"""The schematic map at three zooms, in both languages, light and dark: drawn, named, and distinct.

`ROUNDS_SCREENS=1` keeps two of the pictures in docs/screens.
"""

import os
from pathlib import Path

import numpy as np
import pytest
from playwright.async_api import Browser, expect

from tests.browser.pages import DIRECTIONS, SPOKEN
from tests.browser.pictures import Picture, decode
from tests.browser.test_screens import LARGEST_BYTES, LEAST_COLOURS, SCREENS
from tests.browser.visitor import Enter

WHERE = {"city": "9.3/25.08/55.25", "district": "11.4/25.12/55.22", "street": "13.2/25.195/55.275"}
KEPT = {("district", "en", "light"), ("city", "ar", "dark")}
VIEW = {"width": 1100, "height": 760}
SHIELD = {"light": (29, 107, 79), "dark": (47, 128, 100)}
SEA = {"light": (201, 226, 239), "dark": (11, 26, 35)}


def share(picture: Picture, colour: tuple[int, int, int], off: int = 3) -> float:
    """Which part of the picture has this colour, or nearly."""
    away = np.abs(picture.pixels.astype(np.int16) - np.array(colour, np.int16)).max(axis=2)
    return float((away <= off).mean())


@pytest.mark.parametrize("zoom", WHERE)
@pytest.mark.parametrize("language", SPOKEN)
@pytest.mark.parametrize("scheme", SHIELD)
async def test_the_schematic_map_is_drawn(
    enter: Enter, browser: Browser, tmp_path: Path, zoom: str, language: str, scheme: str
) -> None:
    """Land, water, roads with their numbers, and names: at every zoom it looks like a map."""
    visitor = await enter(color_scheme=scheme, viewport=VIEW, locale=language)
    page = visitor.page
    await page.goto(f"/map#{WHERE[zoom]}")
    await expect(page.locator("html")).to_have_attribute("dir", DIRECTIONS[language])
    drawn = page.locator("main [data-map=idle]")
    await expect(drawn).to_be_visible(timeout=60_000)
    picture = await decode(browser, await drawn.screenshot())
    assert picture.colours >= LEAST_COLOURS, "the map is blank or has no names"
    assert share(picture, SEA[scheme]) < 0.6, "the sea covers the map"
    if zoom != "street":
        assert share(picture, SEA[scheme]) > 0.05, "there is no sea"
    # Fewer than about three shields would be less; their fill is used for nothing else.
    assert share(picture, SHIELD[scheme]) > 0.0008, "no road has its number"
    kept = os.environ.get("ROUNDS_SCREENS") == "1" and (zoom, language, scheme) in KEPT
    folder = SCREENS if kept else tmp_path
    (folder / f"map-{zoom}-{language}-{scheme}.png").write_bytes(picture.png(LARGEST_BYTES))
    assert visitor.errors == []


async def test_languages_and_schemes_differ(enter: Enter, browser: Browser) -> None:
    """The Arabic map is not the English one with other buttons, nor the dark one the light."""
    seen: list[Picture] = []
    for language, scheme in (("en", "light"), ("ar", "light"), ("en", "dark")):
        visitor = await enter(color_scheme=scheme, viewport=VIEW, locale=language)
        await visitor.page.goto(f"/map#{WHERE['district']}")
        drawn = visitor.page.locator("main [data-map=idle]")
        await expect(drawn).to_be_visible(timeout=60_000)
        seen.append(await decode(browser, await drawn.screenshot()))
    english, arabic, dark = (picture.pixels[100:-100, 100:-100] for picture in seen)
    other_names = float((english != arabic).any(axis=2).mean())
    assert 0.005 < other_names < 0.2, "only the names differ between languages"
    assert float((english != dark).any(axis=2).mean()) > 0.9


async def test_an_operators_tiles_take_the_maps_place(enter: Enter, browser: Browser) -> None:
    """Where the API names a tile template, its pictures are shown instead of the schematic land."""
    visitor = await enter(viewport=VIEW)
    page = visitor.page
    tile = await page.evaluate(
        """async () => { const c = new OffscreenCanvas(256, 256); const d = c.getContext("2d");
        d.fillStyle = "#ff00aa"; d.fillRect(0, 0, 256, 256);
        return Array.from(new Uint8Array(await (await c.convertToBlob()).arrayBuffer())); }"""
    )
    template = f"{visitor.base_url}/own-tiles/{{z}}/{{x}}/{{y}}.png"
    said = {"tiles": template, "attribution": "Our own"}
    await page.route("**/v1/public/map", lambda route: route.fulfill(json=said))
    await page.route(
        "**/own-tiles/**", lambda route: route.fulfill(body=bytes(tile), content_type="image/png")
    )
    await page.goto(f"/map#{WHERE['district']}")
    await expect(page.get_by_text("Our own")).to_be_attached(timeout=60_000)
    drawn = page.locator("main [data-map=idle]")
    for _ in range(40):
        picture = await decode(browser, await drawn.screenshot())
        if share(picture, (255, 0, 170)) > 0.9:
            return
        await page.wait_for_timeout(250)
    pytest.fail("the tiles are not what the map shows")

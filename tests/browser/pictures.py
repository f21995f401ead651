"""Screenshots: looked at by a test for what they show, and small enough to be committed."""

import base64
import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from playwright.async_api import Browser

Pixels = NDArray[np.uint8]
_UP = 2  # the PNG filter that stores each byte as its difference to the one above
_DECODE = """async (png) => {
  const blob = await (await fetch("data:image/png;base64," + png)).blob();
  const image = await createImageBitmap(blob);
  const canvas = new OffscreenCanvas(image.width, image.height);
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let bytes = "";
  for (let at = 0; at < data.length; at += 32768)
    bytes += String.fromCharCode(...data.subarray(at, at + 32768));
  return { width: image.width, height: image.height, data: btoa(bytes) };
}"""


@dataclass(frozen=True, slots=True)
class Picture:
    """What was on the screen: height x width x red, green, blue."""

    pixels: Pixels

    @property
    def colours(self) -> int:
        """How many different ones: a blank canvas has one or two, a drawn map hundreds."""
        wide = self.pixels.astype(np.uint32)
        return len(np.unique(wide[..., 0] << 16 | wide[..., 1] << 8 | wide[..., 2]))

    def png(self, largest: int) -> bytes:
        """As a file of at most so many bytes, with colours rounded no more than that takes."""
        for bits in range(8, 4, -1):
            if len(found := self._png(1 << (8 - bits))) <= largest:
                return found
        raise AssertionError(f"the picture has more than {largest} bytes: {len(found)}")

    def _png(self, step: int) -> bytes:
        height, width, _ = self.pixels.shape
        rounded = np.minimum((self.pixels.astype(np.uint16) + step // 2) // step * step, 255)
        rows = rounded.astype(np.uint8).reshape(height, width * 3)
        above = np.vstack([np.zeros((1, width * 3), np.uint8), rows[:-1]])
        filtered = np.insert(rows - above, 0, _UP, axis=1)
        head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
        body = zlib.compress(filtered.tobytes(), 9)
        parts = ((b"IHDR", head), (b"IDAT", body), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def _chunk(name: bytes, data: bytes) -> bytes:
    check = zlib.crc32(name + data)
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", check)


async def decode(browser: Browser, png: bytes) -> Picture:
    """By the browser itself, on a page of nobody's."""
    page = await browser.new_page()
    try:
        told = await page.evaluate(_DECODE, base64.b64encode(png).decode())
    finally:
        await page.close()
    shape = (told["height"], told["width"], 4)
    raw = np.frombuffer(base64.b64decode(told["data"]), np.uint8).reshape(shape)
    return Picture(raw[..., :3])

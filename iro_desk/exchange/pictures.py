"""A picture drawn anew: its points, upright, in sRGB, and nothing else of the file it came in."""

from __future__ import annotations

import io
import warnings

from PIL import Image, ImageCms, TiffImagePlugin

from iro_desk.errors import Refused

MOST_PIXELS = 64_000_000
LONGEST_SIDE = 4096
QUALITY = 90
WHITE = (255, 255, 255)
FORMS = {"JPEG": ("JPEG", "MPO")}
"""A phone's JPEG with a depth map or a second view calls itself MPO; the first picture in it is the photograph."""
ORIENTATION = 0x0112  # Exif 3.0, 4.6.5
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
REDUCED, REDUCED_BIT = 254, 1  # TIFF 6.0, NewSubfileType: a smaller copy of another picture of the file
SIXTEEN_BITS, TO_EIGHT = 65_535, 1 / 257


def drawn_anew(found: bytes, form: str, name: str, *, as_png: bool) -> bytes:
    """The picture in these bytes as a new file, at most 4,096 points a side; an animation's or depth photo's first.

    ``form`` is Pillow's word for what the bytes begin like. Refused when too large or of several pages; whatever else
    it raises means that the picture is damaged.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            opened = Image.open(io.BytesIO(found), formats=FORMS.get(form, (form,)))
        except Image.DecompressionBombError:
            raise _too_large(name) from None
        with opened as image:
            _refuse_size_and_pages(image, name)
            return _written(_redrawn(image), as_png=as_png)


def _too_large(name: str) -> Refused:
    most = f"{MOST_PIXELS // 1_000_000} million"
    return Refused(f"{name} has more than {most} points, the most that is opened; save it smaller and attach that.")


def _refuse_size_and_pages(image: Image.Image, name: str) -> None:
    """Only what the file says of itself is asked: nothing is unpacked yet."""
    if image.width * image.height > MOST_PIXELS:
        raise _too_large(name)
    if isinstance(image, TiffImagePlugin.TiffImageFile):
        reduced = _reduced(image)
        if reduced[0]:
            raise Refused(f"{name} is a camera's raw file; save the photograph as JPEG and attach that.")
        if reduced.count(False) > 1:
            raise Refused(
                f"{name} has {reduced.count(False)} pages and a picture is one; save it as PDF and attach that."
            )


def _reduced(image: TiffImagePlugin.TiffImageFile) -> list[bool]:
    """Of each picture in the file, whether it is a smaller copy of another."""
    found = []
    for frame in range(image.n_frames):
        image.seek(frame)
        found.append(bool(image.tag_v2.get(REDUCED, 0) & REDUCED_BIT))
    image.seek(0)
    return found


def _redrawn(image: Image.Image) -> Image.Image:
    image.load()
    turn = TURNS.get(_orientation(image))  # the first of Pillow's turns is 0
    small = _in_eight_bits(image)
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    plain = _in_srgb(small)
    return plain if turn is None else plain.transpose(turn)


def _orientation(image: Image.Image) -> int:
    """Read after loading: Pillow turns a TIFF by itself and takes the word away."""
    try:
        return int(image.getexif().get(ORIENTATION, 1))
    except Exception:  # noqa: BLE001 - a spoilt header around a sound picture
        return 1


def _in_eight_bits(image: Image.Image) -> Image.Image:
    """Grey, colour or CMYK at eight bits a channel, with transparency where it had some."""
    if image.mode.startswith("I"):
        grey = image.convert("I")
        if grey.getextrema()[1] > SIXTEEN_BITS:  # type: ignore[operator]
            raise ValueError("not a picture of sixteen bits")
        return grey.point(lambda value: value * TO_EIGHT).convert("L")
    if image.has_transparency_data:
        return image if image.mode == "RGBA" else image.convert("RGBA")
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode == "1" else "RGB")


def _in_srgb(image: Image.Image) -> Image.Image:
    """By the profile in the file where it has a fitting one; grey stays as it is."""
    mode = "RGB" if image.mode == "CMYK" else image.mode
    profile = image.info.get("icc_profile")
    if profile and mode != "L":
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            return ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode) or image
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass
    return image if image.mode == mode else image.convert(mode)


def _written(picture: Image.Image, *, as_png: bool) -> bytes:
    """Pasted on a new sheet, since Pillow writes comments and profiles out again that an opened picture carries."""
    see_through = picture.mode == "RGBA"
    mode = "RGB" if see_through and not as_png else picture.mode
    sheet = Image.new(mode, picture.size, WHITE if mode == "RGB" else None)
    sheet.paste(picture, mask=picture if see_through and not as_png else None)
    kept = io.BytesIO()
    if as_png:
        sheet.save(kept, "PNG")
    else:
        sheet.save(kept, "JPEG", quality=QUALITY, subsampling="4:4:4")
    return kept.getvalue()

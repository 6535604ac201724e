"""The printed code (QR) of a payment page, as an image inside the sheet: nothing is loaded while printing. Pure."""

import base64
import io

import qrcode

PIXELS = 6  # a module of the code; printed at 22 mm


def data_uri(url: str) -> str:
    """A PNG in a data URI, black on white, without margin; nothing for no address.

    >>> data_uri("https://example.com/pay/k3T9")[:22], data_uri("")
    ('data:image/png;base64,', '')
    """
    if not url:
        return ""
    code = qrcode.QRCode(border=0, box_size=PIXELS, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(url)
    image = io.BytesIO()
    code.make_image().save(image, format="PNG")
    return f"data:image/png;base64,{base64.b64encode(image.getvalue()).decode()}"

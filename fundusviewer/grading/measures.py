"""The image measures that the gate judges. Computed in :mod:`fundusviewer.imaging.measures`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class ImageMeasures:
    """What can be said of a photograph without a network. All shares are 0–1.

    Where nothing of the field lies inside the frame, what cannot be measured is not a number.

    Attributes
    ----------
    short_side
        Shorter side of the photograph's retina in pixels.
    coverage
        Share of the frame that is not dark surround.
    field_of_view_share
        Share of the field of view that is there: not beyond the frame and not black. 1 and a
        little more where the picture fills the frame.
    roundness
        Share of the visible edge that lies on one ellipse; 0 where no edge is visible.
    elongation
        Width of the ellipse on which the visible edge lies as a share of its height: 1 for the
        round field of a fundus camera.
    fills_frame
        Whether no dark surround is visible.
    brightness
        Median of the brightest channel inside the field, 0–255.
    overexposed
        Share of the field with all channels at 250 or more.
    red_share
        Share of the field's not too dark pixels whose hue is that of a retina (red to yellow).
    colour_spread
        Standard deviation of the chromaticity inside the field, 0–1.
    saturation
        Median saturation inside the field, 0–1.
    sharpness
        Fine detail over coarse structure of the green channel, at a fixed field size.
    edge_sharpness
        How much steeper the edges of the vessels are at a fine scale than at a coarse one, at up to
        768 pixels across the field: 1.2–1.5 in photographs, 1 where nothing fine is left.
    weakest_edges
        The same of that direction in which the edges are least sharp.
    detail_contrast
        Relative contrast of vessel-sized detail in the green channel; 0.02–0.12 in retinas,
        more in most pictures of other things.
    evenness
        The contrast of one half of the field as a share of the other's, the least of four ways to
        halve it; above 0.3 in photographs.
    smear
        How far the edges of fine detail have one direction: to 0.25 in photographs, 0.25–0.6 where
        camera or eye moved by 2 to 4 % of the field.
    noise
        Pixel-to-pixel variation that is no structure, relative to the contrast.
    seam
        How far the sharpest straight seam stands out; to 0.7 in whole photographs.
    flat_band
        Widest band of one colour in the retina, as a share of its height or width.
    mosaic
        Share of the retina's pixels that have the colour of those beside them; to 0.76 in
        photographs.
    second_field
        Radius of a second field of view as a share of the larger one's; 0 where there is none.
    stray_light
        Lit area beside the field of view as a share of the field's; to 0.005 in photographs.
    regular_pattern
        How far one frequency stands out of the spectrum; to 5 in photographs, 20 in those of a
        screen.
    """

    short_side: int
    coverage: float
    field_of_view_share: float
    roundness: float
    elongation: float
    fills_frame: bool
    brightness: float
    overexposed: float
    red_share: float
    colour_spread: float
    saturation: float
    sharpness: float
    edge_sharpness: float
    weakest_edges: float
    detail_contrast: float
    evenness: float
    smear: float
    noise: float
    seam: float
    flat_band: float
    mosaic: float
    second_field: float
    stray_light: float
    regular_pattern: float

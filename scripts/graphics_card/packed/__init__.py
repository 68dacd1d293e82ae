"""The folder that travels: pictures, what is known of them, and what is to be learned of that.

NumPy and OpenCV only; neither PyTorch nor the product's own imaging.
"""

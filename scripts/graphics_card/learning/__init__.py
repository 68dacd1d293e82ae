"""What happens on the card: photographs and drawings there, changed batches of them, the steps."""

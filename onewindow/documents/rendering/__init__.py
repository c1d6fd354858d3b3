"""The print view of a document: PDF/A-3 with record and proof line over every byte; its pictures."""

from onewindow.documents.rendering.pages import page_images, render_pdf

__all__ = ["page_images", "render_pdf"]

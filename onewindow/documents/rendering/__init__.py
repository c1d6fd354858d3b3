"""The print view of a document: PDF/A-3 with the signed record inside and a proof line over every byte."""

from onewindow.documents.rendering.pages import render_pdf

__all__ = ["render_pdf"]

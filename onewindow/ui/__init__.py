"""The design system: base templates, components, template tags, static files, error pages. No domain."""

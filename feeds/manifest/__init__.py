"""Who crossed, on what: manifests of carriers and crossings at land ports."""

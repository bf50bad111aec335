"""The code lists behind the fields: countries, places, sexes."""

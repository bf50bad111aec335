"""Who will travel: notices of intended travel, and partners' notices of persons coming in."""

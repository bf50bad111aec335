"""The law as pure functions: who must register, who must be told, and by when; each answer cites its provision."""

"""跨域通办: received elsewhere, decided at home (异地收件、属地办理); handed over to other provinces."""

"""Twilio Voice: signatures, webhooks, TwiML, REST, media and softphone tokens.

Also the simulated carrier's protocol: it is Twilio's, spoken by another account.
"""

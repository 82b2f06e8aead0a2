"""Recordings on the wire."""

from marshmallow import fields, validate

from contactcenter.core.schemas import StrictSchema


class RecordingArgs(StrictSchema):
    """Which of the call's recordings, when there are several; the main one by default."""

    recording_id = fields.String(load_default=None, validate=validate.Length(max=40))


class PlayArgs(RecordingArgs):
    download = fields.Boolean(load_default=False)


class PeaksSchema(StrictSchema):
    """The waveform: per channel about 800 values 0–100, left channel first."""

    channels = fields.List(fields.List(fields.Integer()))
    channel_map = fields.List(fields.String())
    duration_seconds = fields.Integer()


class RetrySchema(StrictSchema):
    id = fields.String()
    state = fields.String()
    attempts = fields.Integer()
    error = fields.String(allow_none=True)

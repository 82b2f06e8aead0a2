"""One screen that names every part and puts them together."""

from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from contactcenter import health
from contactcenter.agents import api as agents_api
from contactcenter.agents import session as agent_session
from contactcenter.agents.ledger import api as ledger_api
from contactcenter.agents.session import public
from contactcenter.agents.statuses import api as statuses_api
from contactcenter.agents.statuses.service import ensure_statuses
from contactcenter.agents.teams import api as teams_api
from contactcenter.agents.worktime import api as schedule_api
from contactcenter.agents.worktime.calendars import ensure_calendars
from contactcenter.calls import api as calls_api
from contactcenter.calls import asr as _asr  # noqa: F401 - subscribes
from contactcenter.calls import reach as calls_reach
from contactcenter.calls import reactions as _call_reactions  # noqa: F401 - subscribes
from contactcenter.calls import recording_api
from contactcenter.calls import segment_facts as call_facts
from contactcenter.calls import texts as call_texts
from contactcenter.calls import timeline as call_timeline
from contactcenter.calls.agent_time import reactions as _agent_time  # noqa: F401 - subscribes
from contactcenter.calls.dispositions import ensure_dispositions
from contactcenter.calls.hands import api as hands_api
from contactcenter.calls.hands import jobs as _hand_jobs  # noqa: F401 - registers
from contactcenter.calls.hands import queries as hand_queries
from contactcenter.calls.hands import reactions as _hand_reactions  # noqa: F401 - subscribes
from contactcenter.calls.monitors import api as monitors_api
from contactcenter.calls.outbound import api as outbound_api
from contactcenter.calls.outbound import jobs as _outbound_jobs  # noqa: F401 - registers, subscribes
from contactcenter.calls.recordings import sweep as _recording_sweep  # noqa: F401 - subscribes
from contactcenter.calls.rooms import api as rooms_api
from contactcenter.core import db, jobs, logs, storage
from contactcenter.core import settings as settings_module
from contactcenter.core.db import transaction
from contactcenter.core.settings import Settings
from contactcenter.crm import api as crm_api
from contactcenter.crm.audit import api as audit_api
from contactcenter.crm.audit import jobs as _audit_jobs  # noqa: F401 - registers
from contactcenter.crm.companies import api as companies_api
from contactcenter.crm.duplicates import api as duplicates_api
from contactcenter.crm.duplicates import jobs as _duplicate_jobs  # noqa: F401 - registers
from contactcenter.crm.duplicates import reactions as _duplicate_reactions  # noqa: F401 - subscribes
from contactcenter.crm.exports import api as exports_api
from contactcenter.crm.exports import jobs as _export_jobs  # noqa: F401 - registers
from contactcenter.crm.exports import reactions as _export_reactions  # noqa: F401 - subscribes
from contactcenter.crm.fields import api as fields_api
from contactcenter.crm.files import api as files_api
from contactcenter.crm.files import jobs as _file_jobs  # noqa: F401 - registers
from contactcenter.crm.files import present as files_present
from contactcenter.crm.imports import api as imports_api
from contactcenter.crm.imports import jobs as _import_jobs  # noqa: F401 - registers
from contactcenter.crm.imports.kinds import contribute_kind
from contactcenter.crm.masking import api as masking_api
from contactcenter.crm.merging import api as merging_api
from contactcenter.crm.notes import api as notes_api
from contactcenter.crm.notes import jobs as _note_jobs  # noqa: F401 - registers
from contactcenter.crm.notes import present as notes_present
from contactcenter.crm.notifications import api as notifications_api
from contactcenter.crm.orders import api as orders_api
from contactcenter.crm.reach_preview import api as reach_preview_api
from contactcenter.crm.search import reactions as _search_reactions  # noqa: F401 - subscribes
from contactcenter.crm.search.rebuilding import ensure_built
from contactcenter.crm.segments import api as segments_api
from contactcenter.crm.segments import jobs as _segment_jobs  # noqa: F401 - registers
from contactcenter.crm.segments import marks as _segment_marks  # noqa: F401 - subscribes
from contactcenter.crm.segments import register as segments
from contactcenter.crm.segments.builtin import ensure_segments
from contactcenter.crm.stats import jobs as _stats_jobs  # noqa: F401 - registers
from contactcenter.crm.stats import queries as stats_queries
from contactcenter.crm.stats import reactions as _stats_reactions  # noqa: F401 - subscribes
from contactcenter.crm.tags import api as tags_api
from contactcenter.crm.tags import imports as tag_imports
from contactcenter.crm.tasks import api as tasks_api
from contactcenter.crm.tasks import jobs as _task_jobs  # noqa: F401 - registers
from contactcenter.crm.tasks import timeline as task_timeline
from contactcenter.privacy import api as privacy_api
from contactcenter.providers import registry
from contactcenter.quality import api as quality_api
from contactcenter.quality import present as quality_present
from contactcenter.quality import reactions as _quality_reactions  # noqa: F401 - subscribes
from contactcenter.quality import segment_facts as rating_facts
from contactcenter.realtime import api as realtime_api
from contactcenter.realtime import jobs as _realtime_jobs  # noqa: F401 - registers
from contactcenter.realtime import routes as _routes  # noqa: F401 - subscribes
from contactcenter.realtime import socket
from contactcenter.reporting import api as reporting_api
from contactcenter.reporting.screens import api as screens_api
from contactcenter.reporting.searching import api as search_api
from contactcenter.reporting.trials import api as trials_api
from contactcenter.reporting.trials import jobs as _trial_jobs  # noqa: F401 - registers
from contactcenter.reporting.wallboard import api as wallboard_api
from contactcenter.routing import alerts as routing_alerts
from contactcenter.routing import api as routing_api
from contactcenter.routing import contacts as _contacts  # noqa: F401 - subscribes
from contactcenter.routing import duty as _duty  # noqa: F401 - registers, subscribes
from contactcenter.routing import jobs as _routing_jobs  # noqa: F401 - registers
from contactcenter.routing import outbound as _routing_outbound  # noqa: F401 - subscribes
from contactcenter.routing import queries as routing_queries
from contactcenter.routing import queues, queues_api, work_api
from contactcenter.routing import reach as routing_reach
from contactcenter.routing import reactions as _routing_reactions  # noqa: F401 - subscribes
from contactcenter.routing.callbacks import api as callbacks_api
from contactcenter.routing.callbacks import jobs as _callback_jobs  # noqa: F401 - registers
from contactcenter.routing.callbacks import queries as callback_queries
from contactcenter.routing.callbacks import service as callbacks
from contactcenter.routing.floor import api as floor_api
from contactcenter.routing.floor import jobs as _floor_jobs  # noqa: F401 - registers
from contactcenter.routing.floor import notes as floor_notes
from contactcenter.routing.flows import api as flows_api
from contactcenter.routing.flows.service import ensure_default_flow
from contactcenter.routing.leads import api as leads_api
from contactcenter.routing.leads import handover
from contactcenter.routing.leads import importing as lead_imports
from contactcenter.routing.leads import jobs as _lead_jobs  # noqa: F401 - registers
from contactcenter.routing.leads import present as leads_present
from contactcenter.routing.leads import reach as leads_reach
from contactcenter.routing.leads import reactions as _lead_reactions  # noqa: F401 - subscribes
from contactcenter.routing.leads import setup_api as lead_setup_api
from contactcenter.routing.leads.setup import ensure_lead_setup
from contactcenter.routing.missed import api as missed_api
from contactcenter.routing.missed import jobs as _missed_jobs  # noqa: F401 - registers
from contactcenter.routing.missed import queries as missed_queries
from contactcenter.routing.missed import reactions as _missed_reactions  # noqa: F401 - subscribes
from contactcenter.routing.queue_callbacks import jobs as _queue_callback_jobs  # noqa: F401 - registers
from contactcenter.routing.queue_callbacks import reactions as _queue_callback_reactions  # noqa: F401 - subscribes
from contactcenter.routing.queue_callbacks import work as _queue_callback_work  # noqa: F401 - registers
from contactcenter.routing.queue_callbacks.work import asked_for
from contactcenter.routing.transfers import api as transfers_api
from contactcenter.routing.transfers import queries as transfer_queries
from contactcenter.simulation import api as simulation_api
from contactcenter.web import api_docs, assets, errors, idempotency, lead_forms, masking, packing, pages, security
from contactcenter.webhooks import api as webhooks_api
from contactcenter.webhooks import jobs as _webhook_jobs  # noqa: F401 - registers
from contactcenter.webhooks import views as webhook_views
from contactcenter.webhooks.reconciliation import api as reconciliation_api
from contactcenter.webhooks.reconciliation import jobs as _reconciliation_jobs  # noqa: F401 - registers

ROOT = Path(__file__).resolve().parent.parent


def create_app(settings: Settings | None = None) -> Flask:
    """The application with all its parts; binds this process to its database and stores."""
    settings = settings or settings_module.load_settings(root=ROOT)
    bind(settings)
    app = build(settings)
    socket.install(app, settings)
    return app


def bind(settings: Settings) -> None:
    """Make these the settings of this process, and theirs its database, stores, carriers and queue."""
    settings_module.use(settings)
    logs.configure(settings.log_format)
    db.configure(settings.database_url)
    storage.configure(settings)
    registry.configure(settings)
    jobs.use(jobs.DbosQueue(settings.database_url))


def build(settings: Settings) -> Flask:
    """The application but for its sockets; it works on whatever this process is bound to."""
    app = Flask("contactcenter", static_folder=None, template_folder=str(ROOT / "contactcenter/web/templates"))
    app.config.update(
        SECRET_KEY=settings.secret_key,
        MAX_CONTENT_LENGTH=settings.max_body_bytes,
        TESTING=settings.is_testing,
        API_TITLE="Contact center",
        API_VERSION="v1",
        OPENAPI_VERSION="3.1.0",
        OPENAPI_URL_PREFIX="/api",
        OPENAPI_JSON_PATH="v1/openapi.json",
    )
    if settings.trusted_proxies:
        count = settings.trusted_proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    agent_session.install(app)
    _contribute()
    _mount(app)
    packing.install(app)
    assets.install(app, ROOT / "static")
    security.install(app, settings)
    errors.install(app)
    masking.install(app)
    idempotency.install(app)
    return app


def ensure_defaults() -> None:
    """Rows that a fresh install cannot do without."""
    with transaction() as session:
        ensure_statuses(session)
        ensure_calendars(session)
        queues.ensure_default_queue(session)
        ensure_default_flow(session)
        ensure_dispositions(session)
        ensure_segments(session)
        ensure_built(session)
        ensure_lead_setup(session)


def _contribute() -> None:
    """Packages above add what they know to what packages below show."""
    from contactcenter.calls.present import contribute

    calls_reach.register()
    routing_reach.register()
    leads_reach.register()
    call_timeline.register()
    call_texts.register()
    call_facts.register()
    quality_present.register()
    rating_facts.register()
    segments.register()
    notes_present.register()
    task_timeline.register()
    tag_imports.register()
    files_present.register()
    hand_queries.register()
    stats_queries.register()
    leads_present.register()
    handover.register()
    contribute_kind(lead_imports.LEADS)
    missed_queries.register()
    callback_queries.register()
    callbacks.register()
    routing_alerts.register()
    floor_notes.register()
    contribute("queue_name", routing_queries.queue_names)
    contribute("transfer", transfer_queries.shown)
    contribute("queue_callback", asked_for)


def _mount(app: Flask) -> None:
    api = api_docs.DescribedLater(app)
    for part in (
        imports_api, exports_api,
        companies_api, tags_api, notes_api, notifications_api, tasks_api, files_api, agents_api, statuses_api,
        ledger_api, teams_api, reach_preview_api, schedule_api, calls_api,
        recording_api, rooms_api, monitors_api, hands_api, crm_api, fields_api, segments_api, orders_api, audit_api,
        masking_api,
        leads_api, lead_setup_api,
        routing_api, queues_api, work_api, missed_api, callbacks_api,
        transfers_api, flows_api, floor_api, wallboard_api, screens_api,
        realtime_api, duplicates_api, merging_api, quality_api, reporting_api, search_api, trials_api, webhooks_api,
        reconciliation_api, outbound_api, privacy_api,
        simulation_api,
    ):  # fmt: skip
        api.register_blueprint(part.blp)
    api.register_blueprint(flows_api.media)
    _publish_description(app, api)
    app.register_blueprint(webhook_views.blueprint)
    app.register_blueprint(lead_forms.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(api_docs.blueprint)
    app.register_blueprint(health.blueprint)


def _publish_description(app: Flask, api: api_docs.DescribedLater) -> None:
    """Mark flask-smorest's own view: the API's description names no data."""
    endpoint = "api-docs.openapi_json"
    describe: Any = app.view_functions[endpoint]

    @public("the API's description names no data")
    def openapi_json() -> Any:
        api.describe()
        return describe()

    app.view_functions[endpoint] = openapi_json

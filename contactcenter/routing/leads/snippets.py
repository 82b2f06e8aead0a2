"""What one pastes into one's own page: a form that works without a script, and one that stays on the page."""

from html import escape

from contactcenter.core.settings import current
from contactcenter.routing.leads.setup_models import LeadForm

_WORDS = {
    "vi": {"name": "Họ và tên", "phone": "Số điện thoại", "message": "Bạn quan tâm điều gì?", "send": "Gửi",
           "sent": "Cảm ơn bạn!", "failed": "Chưa gửi được, bạn thử lại nhé.",
           "unreachable": "Số điện thoại hoặc email chưa đúng."},
    "en": {"name": "Your name", "phone": "Phone number", "message": "What are you interested in?", "send": "Send",
           "sent": "Thank you!", "failed": "That did not work. Please try again.",
           "unreachable": "That number or address is not right."},
}  # fmt: skip

_FORM = """<form class="lead-form" action="{url}" method="post">
  <label>{name} <input name="name" autocomplete="name" maxlength="200" required></label>
  <label>{phone} <input name="phone" type="tel" autocomplete="tel" maxlength="40" required></label>
  <label>Email <input name="email" type="email" autocomplete="email" maxlength="254"></label>
  <label>{message} <textarea name="message" maxlength="2000"></textarea></label>
  <p style="position:absolute;left:-9999px" aria-hidden="true">
    <input name="website" tabindex="-1" autocomplete="off">
  </p>
  <button>{send}</button>
  <p role="status"></p>
</form>"""

_SCRIPT = """<script>
(function () {{
  var form = document.currentScript.previousElementSibling;
  var asked = new URLSearchParams(location.search);
  form.addEventListener("submit", function (event) {{
    event.preventDefault();
    var told = new FormData(form), status = form.querySelector("[role=status]"), button = form.querySelector("button");
    asked.forEach(function (value, name) {{ if (/^(utm_|gclid|fbclid)/.test(name)) told.set(name, value); }});
    told.set("page", location.href.split("?")[0]);
    told.set("referrer", document.referrer);
    button.disabled = true;
    var headers = {{ Accept: "application/json", "Accept-Language": "{locale}" }};
    fetch(form.action, {{ method: "POST", body: told, headers: headers }})
      .then(function (answer) {{
        if (answer.ok) return answer.json();
        return answer.json().then(function (told) {{ throw told.error; }});
      }})
      .then(function (answer) {{
        if (answer.redirect_url) {{ location.href = answer.redirect_url; return; }}
        status.textContent = answer.thanks || "{sent}";
        form.reset();
      }})
      .catch(function (error) {{
        var isContact = /^(invalid_phone|invalid_email|no_contact)$/.test(error && error.code);
        status.textContent = isContact ? "{unreachable}" : "{failed}";
      }})
      .finally(function () {{ button.disabled = false; }});
  }});
}})();
</script>"""


def html(form: LeadForm, locale: str) -> str:
    """The plain form: sends the visitor to our thanks or to the form's own address."""
    words = {name: escape(word) for name, word in _WORDS[locale].items()}
    return _FORM.format(url=escape(form_url(form)), **words)


def html_with_script(form: LeadForm, locale: str) -> str:
    """The same with a script: the visitor stays on the page, and the campaign they came by is kept."""
    return f"{html(form, locale)}\n{_SCRIPT.format(locale=locale, **_WORDS[locale])}"


def form_url(form: LeadForm) -> str:
    return f"{current().public_url}/forms/{form.key}"

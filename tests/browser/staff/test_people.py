"""Who gets in, who invites whom, and who is out again."""

from playwright.sync_api import Browser, Page, expect

from tests.assistant import Assistant
from tests.browser.staff.console import Colleague, invite, link_for_admin, watched


def heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", name=text, exact=True, level=1)).to_be_visible()


def test_the_first_admin_joins_by_the_link_of_the_command_line(
    assistant: Assistant, browser: Browser
) -> None:
    admin = Colleague(assistant, "first admin")
    with watched(browser.new_context(base_url=assistant.url)) as page:
        admin.join(page, link_for_admin(assistant, admin.name))

        assert len(admin.recovery_codes) == 8
        page.get_by_role("link", name="I have written them down").click()
        page.get_by_role("link", name="Accounts").click()
        heading(page, "Accounts")
        expect(page.get_by_role("row", name="first admin (you)")).to_be_visible()


def test_the_picture_for_the_app_is_shown(admin: Colleague, browser: Browser) -> None:
    with admin.at(browser) as page:
        link = invite(page, "looks at the picture", "Editor")
        page.goto(link)
        image = page.get_by_role("img", name="QR code")
        assert image.evaluate("image => image.complete && image.naturalWidth > 100")


def test_an_invited_reviewer_logs_in_with_password_and_code(
    assistant: Assistant, admin: Colleague, browser: Browser
) -> None:
    newcomer = Colleague(assistant, "Ann Lee")
    with admin.at(browser) as page:
        link = invite(page, newcomer.name, "Reviewer")
    with watched(browser.new_context(base_url=assistant.url)) as page:
        newcomer.join(page, link)
        page.get_by_role("link", name="I have written them down").click()
        page.get_by_role("button", name="Log out Ann Lee").click()
        heading(page, "Log in")

        page.goto("/staff/me")
        heading(page, "Log in")
        newcomer.log_in(page)

        heading(page, "You")
        expect(page.get_by_text("Your role is Reviewer.")).to_be_visible()
        page.goto(link)
        expect(page.get_by_role("alert")).to_contain_text("not valid any more")


def test_a_wrong_code_is_refused_and_the_name_stays(
    reviewer: Colleague, assistant: Assistant, browser: Browser
) -> None:
    with watched(browser.new_context(base_url=assistant.url)) as page:
        page.goto("/staff/me")
        page.get_by_label("Name").fill(reviewer.name)
        page.get_by_label("Password").fill("not the password")
        page.get_by_label("Code").fill("000000")
        page.keyboard.press("Enter")

        expect(page.get_by_role("alert")).to_contain_text("That did not fit.")
        expect(page.get_by_label("Name")).to_have_value(reviewer.name)
        expect(page.get_by_label("Password")).to_have_value("")


def test_who_is_deactivated_is_out_with_the_next_click(
    assistant: Assistant, admin: Colleague, browser: Browser
) -> None:
    leaver = Colleague(assistant, "Ben Ode")
    with admin.at(browser) as page:
        link = invite(page, leaver.name, "Reviewer")
        context = browser.new_context(base_url=assistant.url)
        with watched(context) as other:
            leaver.join(other, link)
            other.goto("/staff/me")
            heading(other, "You")

            page.goto("/staff/accounts")
            page.get_by_role("button", name="Deactivate Ben Ode").click()
            expect(page.get_by_role("status")).to_contain_text("deactivated")

            other.reload()
            heading(other, "Log in")


def test_one_session_ends_another(reviewer: Colleague, browser: Browser) -> None:
    context = browser.new_context(base_url=reviewer.assistant.url)
    with watched(context) as second, reviewer.at(browser) as first:
        second.goto("/staff/me")
        reviewer.log_in(second)
        heading(second, "You")

        first.goto("/staff/me")
        first.get_by_role("button", name="End all other sessions").click()
        expect(first.get_by_role("status")).to_contain_text("Done")

        second.reload()
        heading(second, "Log in")


def test_every_log_in_is_on_the_audit_page(officer: Colleague, browser: Browser) -> None:
    with officer.at(browser) as page:
        page.goto("/staff/audit")
        page.get_by_label("Person").fill(officer.name)
        page.get_by_role("button", name="Show").click()

        expect(page.get_by_role("cell", name="logged in").first).to_be_visible()
        page.get_by_role("button", name="Check all rows").click()
        expect(page.get_by_role("status")).to_contain_text("rows fit together")


def test_the_pages_work_without_scripts(officer: Colleague, browser: Browser) -> None:
    with officer.at(browser, java_script_enabled=False) as page:
        page.goto("/staff/audit?action=session.log_in")
        page.get_by_role("button", name="Check all rows").click()
        expect(page.get_by_role("status")).to_contain_text("rows fit together")

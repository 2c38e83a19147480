package io.factorial.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.factorial.inmemory.InMemoryModule;
import io.factorial.it.browser.Chromium.Visit;
import io.factorial.task.TaskHandle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Who may come in, and what the pages leave out for those who may less. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DashboardAccessTest {
  private final Chromium chromium = Chromium.launch();
  private final Stage stage = Stage.guarded(new InMemoryModule());
  private Visit visit;

  @BeforeEach
  void arrive() {
    visit = chromium.visit();
  }

  @AfterEach
  void leave() {
    assertThat(visit.complaints()).as("complaints of the browser").isEmpty();
    visit.close();
  }

  @AfterAll
  void close() {
    chromium.close();
    stage.close();
  }

  private Page signIn(String path, String secret) {
    Page page = visit.page();
    page.navigate(stage.page(path));
    page.getByLabel("Access token").fill(secret);
    page.keyboard().press("Enter");
    return page;
  }

  @Test
  void whoHasNoTokenIsRefusedAndWhoHasOneComesToThePageThatWasAskedFor() {
    Page page = signIn("/inbox", "a guess");
    assertThat(page.getByRole(AriaRole.ALERT)).isVisible();
    visit.screenshot("login-refused");
    assertThat(page.locator(".top")).hasCount(0);

    page.getByLabel("Access token").fill(Stage.OPERATOR);
    page.keyboard().press("Enter");

    assertThat(page.locator("h1")).hasText("Inbox");
    assertThat(page.url()).doesNotContain(Stage.OPERATOR);
    assertThat(page.evaluate("document.cookie + JSON.stringify({...localStorage})").toString())
        .doesNotContain(Stage.OPERATOR);
  }

  @Test
  void whoSignsOutIsOut() {
    Page page = signIn("/tasks", Stage.OPERATOR);
    assertThat(page.locator("h1")).hasText("Tasks");

    page.locator(".top .menu button").last().click();
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign out")).click();

    assertThat(page.getByLabel("Access token")).isVisible();
    page.reload();
    assertThat(page.getByLabel("Access token")).isVisible();
  }

  @Test
  void actionsAreAbsentForWhoOnlyReads() {
    TaskHandle<String> task = stage.enqueue("ana", "Refund the order that a guest looks at");
    Page page = signIn("/tasks/" + task.id(), Stage.READER);

    assertThat(page.locator(".reason")).containsText("Waits for a person");
    assertThat(page.locator("#ask")).isVisible();
    assertThat(page.locator("#ask button, #cancel, #steer, .reason .btn")).hasCount(0);
    page.navigate(stage.page("/tasks"));
    assertThat(page.locator(".tasks tbody tr").first()).isVisible();
    assertThat(page.locator(".tasks input[type=checkbox]")).hasCount(0);
    assertThat(page.getByText("New task")).hasCount(0);
  }

  @Test
  void aTenantSeesOnlyItsOwnTasks() {
    TaskHandle<String> others = stage.enqueue("ana", "Say what a tenant must not see");
    TaskHandle<String> own = stage.enqueue("acme", "Say what a tenant may see");
    Page page = signIn("", Stage.TENANT);

    assertThat(page.locator(".tasks .q")).hasText("Say what a tenant may see");
    assertThat(page.locator(".nav")).not().containsText("Overview");
    page.navigate(stage.page("/tasks/" + others.id()));
    assertThat(page.locator("main")).containsText("There is no such task");
    page.navigate(stage.page("/tasks/" + own.id()));
    assertThat(page.locator("h1")).hasText("Say what a tenant may see");
  }
}

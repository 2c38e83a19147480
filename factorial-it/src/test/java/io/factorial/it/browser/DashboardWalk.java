package io.factorial.it.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.inject.Module;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.factorial.it.browser.Chromium.Visit;
import io.factorial.task.TaskHandle;
import io.factorial.task.TaskStatus;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What a person does with the dashboard, on any adapter. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class DashboardWalk {
  private final Chromium chromium = Chromium.launch();
  private Stage stage;
  private Visit visit;

  /** A store of its own for this class. */
  abstract Module store();

  /** For the names of screenshots. */
  abstract String adapter();

  @BeforeAll
  final void open() {
    stage = Stage.open(store());
  }

  @BeforeEach
  final void arrive() {
    visit = chromium.visit();
  }

  @AfterEach
  final void leave() {
    assertThat(visit.complaints()).as("complaints of the browser").isEmpty();
    visit.close();
  }

  @AfterAll
  final void close() {
    chromium.close();
    stage.close();
  }

  private Page look(String path) {
    visit.page().navigate(stage.page(path));
    return visit.page();
  }

  private Page look(TaskHandle<?> task) {
    return look("/tasks/" + task.id());
  }

  /** Opens the page of a story, and lets it begin when the page listens. */
  private Page listen(TaskHandle<?> task, String story) {
    Page page = look(task);
    assertThat(page.locator(".ev")).containsText("run_started"); // replayed: it listens
    stage.model().begin(story);
    assertThat(page.locator(".streaming")).containsText(StageModel.FIRST_HALF);
    return page;
  }

  private static Locator button(Page page, String name) {
    return page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name)).first();
  }

  private static void awaitStatus(TaskHandle<?> task, TaskStatus status) {
    Awaitility.await().until(task::status, status::equals);
  }

  @Test
  void aStoryIsReadWhileItIsTold() {
    String query = "Tell a story that is read while it is told";
    TaskHandle<String> task = stage.enqueue("ana", query);
    Page page = listen(task, query);

    assertThat(page.locator("h1")).hasText(query);
    assertThat(page.locator(".facts .st")).hasText("Processing");
    stage.model().end(query);

    assertThat(page.locator(".facts .st")).hasText("Completed");
    assertThat(page.locator(".streaming")).hasCount(0);
    assertThat(page.locator(".conv")).containsText(StageModel.FIRST_HALF + StageModel.SECOND_HALF);
    assertThat(page.locator(".ev")).containsText("run_completed");
    assertThat(page.locator(".wf tbody tr")).not().hasCount(0);
    visit.screenshot(adapter() + "-task-completed");
  }

  @Test
  void aMessageFromOutsideStandsDashedUntilItIsReadInTheNextTurn() {
    String query = "Tell a story that is steered";
    TaskHandle<String> task = stage.enqueue("ana", query);
    Page page = listen(task, query);

    page.locator("#steer").fill("Make it shorter");
    page.locator("#steer").press("Control+Enter");
    assertThat(page.locator(".pend")).containsText("Make it shorter");
    stage.model().end(query);

    assertThat(page.locator(".conv")).containsText("Understood: Make it shorter");
    assertThat(page.locator(".pend")).hasCount(0);
    assertThat(page.locator(".msg .who", new Page.LocatorOptions().setHasText("From outside")))
        .hasCount(1);
  }

  @Test
  void aRunningTaskIsCancelledAfterOneQuestion() {
    String query = "Tell a story that is cancelled";
    TaskHandle<String> task = stage.enqueue("ana", query);
    Page page = listen(task, query);

    page.locator("h1").click();
    page.keyboard().press("x");
    assertThat(page.locator("#cancel")).isFocused();
    page.keyboard().press("Enter");
    button(page, "Keep it").click();
    assertThat(page.locator(".facts .st")).hasText("Processing");
    page.locator("#cancel").click();
    button(page, "Cancel the task").click();

    assertThat(page.locator(".facts .st")).hasText("Cancelled");
    assertThat(page.locator("#steer")).hasCount(0);
    awaitStatus(task, TaskStatus.CANCELLED);
  }

  @Test
  void aCallIsApprovedWithOtherArgumentsThanTheModelWrote() {
    TaskHandle<String> task = stage.enqueue("ana", "Refund the order with an edit");
    Page page = look(task);
    assertThat(page.locator(".reason")).containsText("Waits for a person");
    assertThat(page.locator(".facts .st")).hasText("Pending tools");

    Locator stored = page.locator("#ask textarea").first();
    assertThat(stored).hasValue(Pattern.compile("179\\.80"));
    visit.screenshot(adapter() + "-task-approval");
    stored.fill(stored.inputValue().replace("179.80", "150.00"));
    assertThat(page.locator("#ask .diff .add")).containsText("150.00");
    button(page, "Approve with your edit").click();

    assertThat(page.locator(".facts .st")).hasText("Completed");
    assertThat(page.locator(".conv")).containsText("refunded 150.00 of A-20417");
  }

  @Test
  void aCallIsRejectedInTheInboxWithAReason() {
    String query = "Refund the order that is rejected";
    stage.enqueue("ana", query);
    Page page = look("/inbox");
    page.locator(".item", new Page.LocatorOptions().setHasText(query)).click();
    assertThat(page.locator(".detail .quote")).containsText("I refund the order.");

    page.locator("h1").click();
    page.keyboard().press("r");
    assertThat(page.locator(".detail .reject")).isFocused();
    page.locator(".detail textarea[placeholder=Why]").fill("It was paid back last week");
    visit.screenshot(adapter() + "-inbox");
    page.locator(".detail .reject").click();

    assertThat(page.locator(".item", new Page.LocatorOptions().setHasText(query))).hasCount(0);
    assertThat(page.locator(".toast")).containsText("Rejected.");
  }

  @Test
  void aDocumentThatAToolWaitsForIsGivenInTheInbox() {
    String query = "Fetch the contract";
    TaskHandle<String> task = stage.enqueue("ana", query);
    Page page = look("/inbox");
    page.locator(".item", new Page.LocatorOptions().setHasText(query)).click();

    page.locator(".detail textarea").first().fill("signed on Monday");
    button(page, "Give this result").click();

    awaitStatus(task, TaskStatus.COMPLETED);
    look(task);
    assertThat(page.locator(".conv")).containsText("The tool says: signed on Monday");
  }

  @Test
  void whoAnswersSecondIsToldSo() {
    TaskHandle<String> task = stage.enqueue("ana", "Refund the order that two people answer");
    Page page = look(task);
    assertThat(page.locator("#ask .approve")).isVisible();
    // The page does not learn of the first answer before the second is given.
    page.keyboard().press("Space");
    assertThat(page.locator(".live")).containsText("Paused");
    try (Visit other = chromium.visit()) {
      other.page().navigate(stage.page("/tasks/" + task.id()));
      other.page().locator("#ask .approve").click();
      awaitStatus(task, TaskStatus.COMPLETED);
    }

    page.locator("#ask .approve").click();

    assertThat(page.locator(".toast"))
        .containsText(Pattern.compile("(Already answered|closed|gone).* Your answer was not used"));
  }

  @Test
  void aFailedTaskSaysWhyAndIsRetried() {
    TaskHandle<String> task = stage.enqueue("ana", "Break at the first call");
    Page page = look(task);
    assertThat(page.locator(".facts .st")).hasText("Failed");
    assertThat(page.locator(".reason")).containsText("the provider did not like it");

    button(page, "Retry").click();

    assertThat(page.locator(".facts .st")).hasText("Completed");
    assertThat(page.locator(".conv")).containsText("Mended.");
  }

  @Test
  void aChildStandsInTheConversationTheWaterfallAndTheTree() {
    TaskHandle<String> task = stage.enqueue("ana", "Delegate a part to a friend");
    awaitStatus(task, TaskStatus.COMPLETED);
    Page page = look(task);

    assertThat(page.locator(".kid")).containsText("friend");
    assertThat(page.locator(".kid")).containsText("I am here to help.");
    page.getByRole(AriaRole.TAB, new Page.GetByRoleOptions().setName("Tree")).click();
    Locator child = page.locator(".tree .node a", new Page.LocatorOptions().setHasText("friend"));
    child.click();

    assertThat(page.locator("h1")).hasText("Help with a part of it");
    assertThat(page.locator(".crumbs")).containsText("helper");
    page.locator("h1").click();
    page.keyboard().press("p");
    assertThat(page.locator("h1")).hasText("Delegate a part to a friend");
  }

  @Test
  void aTaskIsForkedFromATurn() {
    TaskHandle<String> task = stage.enqueue("ana", "Look out of the window, then fork");
    awaitStatus(task, TaskStatus.COMPLETED);
    Page page = look(task);

    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Fork from here"))
        .last()
        .click();
    page.locator("dialog textarea").fill("And now?");
    page.locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Fork"))
        .click();

    assertThat(page).not().hasURL(Pattern.compile(Pattern.quote(task.id().value())));
    assertThat(page.locator(".conv")).containsText("Understood: And now?");
  }

  @Test
  void whatModelsToolsAndUsersWriteIsText() {
    TaskHandle<String> task = stage.enqueue("<b>owner</b>", "Look " + Stage.EVIL);
    awaitStatus(task, TaskStatus.COMPLETED);
    Page page = look(task);

    assertThat(page.locator("h1")).hasText("Look " + Stage.EVIL);
    assertThat(page.locator(".facts")).containsText("<b>owner</b>");
    assertThat(page.locator(".conv")).containsText("The tool says: " + Stage.EVIL);
    page.locator(".call summary", new Page.LocatorOptions().setHasText("look")).click();
    assertThat(page.locator(".call .io")).containsText(Stage.EVIL);
    button(page, "looked_out").click();
    assertThat(page.locator(".evdata")).containsText("onerror");
    look("/tasks?owner=" + "%3Cb%3Eowner%3C%2Fb%3E");
    assertThat(page.locator(".tasks .q")).hasText("Look " + Stage.EVIL);

    assertThat(page.locator("main img, main script, main b:text-is('owner')")).hasCount(0);
    assertThat(page).not().hasTitle(Pattern.compile("owned"));
  }

  @Test
  void theListIsFilteredPagedSelectedAndCancelledInBulk() {
    String kept = "Tell a story that is kept";
    stage.enqueue("bulk", kept);
    stage.enqueue("bulk", "Tell a story that is dropped");
    Page page = look("/tasks?owner=bulk");
    assertThat(page.locator(".tasks tbody tr")).hasCount(2);
    assertThat(page.locator(".tasks .st", new Page.LocatorOptions().setHasText("Processing")))
        .hasCount(2);

    page.locator(".tasks tbody tr", new Page.LocatorOptions().setHasText("dropped"))
        .locator("input")
        .check();
    assertThat(page).hasURL(Pattern.compile("selected="));
    button(page, "Cancel 1").click();
    button(page, "Cancel 1 task").click();

    assertThat(page.locator(".tasks tbody tr", new Page.LocatorOptions().setHasText("dropped")))
        .containsText("Cancelled");
    assertThat(page.locator(".tasks tbody tr", new Page.LocatorOptions().setHasText("kept")))
        .containsText("Processing");
    stage.model().begin(kept);
    stage.model().end(kept);
    page.locator(".filters input").first().fill("kept");
    page.keyboard().press("Enter");
    assertThat(page.locator(".tasks tbody tr")).hasCount(1);
    assertThat(page).hasURL(Pattern.compile("text=kept"));
    assertThat(page.locator(".tasks tbody tr")).containsText("Completed");
  }

  @Test
  void newTasksWaitBehindAButtonAndRowsAreWalkedByKey() {
    stage.enqueue("walker", "Say something first");
    Page page = look("/tasks?owner=walker");
    assertThat(page.locator(".tasks tbody tr")).hasCount(1);
    visit.screenshot(adapter() + "-tasks");

    stage.enqueue("walker", "Say something second");
    Locator more = page.locator("button.new");
    assertThat(more).hasText("1 new task. Show it");
    more.click();

    assertThat(page.locator(".tasks tbody tr")).hasCount(2);
    page.locator("h1").click();
    page.keyboard().press("j");
    assertThat(page.locator(".tasks .q").first()).isFocused();
    page.keyboard().press("Enter");
    assertThat(page.locator("h1")).hasText("Say something second");
  }

  @Test
  void aTaskIsEnqueuedByHand() {
    Page page = look("/tasks");
    assertThat(button(page, "New task")).isVisible();
    page.locator("h1").click();
    page.keyboard().press("n");
    page.locator("dialog select").selectOption("helper");
    page.locator("dialog input.in").fill("hand");
    page.locator("dialog textarea").fill("Say something by hand");
    button(page, "Enqueue").click();

    assertThat(page.locator("h1")).hasText("Say something by hand");
    assertThat(page.locator(".facts .st")).hasText("Completed");
  }

  @Test
  void theOverviewCountsWhatRanAndWhoRunsIt() {
    TaskHandle<String> task = stage.enqueue("ana", "Say something to count");
    awaitStatus(task, TaskStatus.COMPLETED);
    Page page = look("");

    assertThat(page.locator("#agents")).containsText("helper");
    assertThat(page.locator("#workers")).containsText("Alive");
    assertThat(page.locator(".kpis")).containsText("Throughput");
    assertThat(page.locator(".chart.tall rect.f-ok").first()).isVisible();
    visit.screenshot(adapter() + "-overview");
    page.locator(".dist a", new Page.LocatorOptions().setHasText("Completed")).click();
    assertThat(page).hasURL(Pattern.compile("status=COMPLETED"));
    assertThat(page.locator(".tasks tbody tr").first()).containsText("Completed");
  }

  @Test
  void aLimitIsSet() {
    Page page = look("/limits");
    button(page, "New limit").click();
    page.getByLabel("Of what").selectOption("agent");
    page.getByLabel("Name").fill("helper");
    page.getByLabel("Running tasks at most").fill("50");
    page.locator("dialog")
        .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Set"))
        .click();
    assertThat(page.locator("main table")).containsText("helper");
    visit.screenshot(adapter() + "-limits");
  }
}

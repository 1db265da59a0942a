package jackdaw.environments;

import jackdaw.environment.Environment;
import jackdaw.environment.Picture;
import jackdaw.environment.Step;
import jackdaw.environment.TabularModel;
import jackdaw.random.RandomStream;
import jackdaw.space.Discrete;
import jackdaw.space.MultiDiscrete;
import jackdaw.space.Space;
import java.util.Optional;
import java.util.function.IntSupplier;

/**
 * Blackjack against a dealer who draws to 17, from an infinite deck (Sutton and Barto 2018, example
 * 5.1): Gymnasium's Blackjack-v1.
 *
 * <p>Cards count 1 to 10. An ace counts 1, or 11 if the sum stays within 21: then it is usable. An
 * observation is the player's sum, 4 to 31, the dealer's open card, 1 to 10, and whether the player
 * has a usable ace. Action 0 sticks, 1 hits. A sum above 21 loses at once. After a stick the dealer
 * draws, and the sum nearer to 21 wins. The reward is 1, 0 or −1 at the end, and 0 before.
 *
 * <p>Two cards with the sum 21 are a natural. By the book's rules it wins against everything except
 * another natural. Otherwise it is a 21 like any other, and may pay 1.5 if it wins.
 */
public final class Blackjack implements Environment {
  static final int BEST_SUM = 21;
  static final int DEALER_STOPS = 17;

  private static final int HIT = 1;
  private static final int CARD_KINDS = 13;
  private static final double NATURAL_REWARD = 1.5;

  private static final MultiDiscrete OBSERVATION_SPACE = MultiDiscrete.of(32, 11, 2);
  private static final Discrete ACTION_SPACE = new Discrete(2);

  private final boolean bookRules;
  private final boolean naturalPays;
  private final RandomStream random = new RandomStream(0);
  private final IntSupplier deck;
  private final BlackjackHand player = new BlackjackHand();
  private final BlackjackHand dealer = new BlackjackHand();
  private boolean running;

  /**
   * Creates a table.
   *
   * @param bookRules whether a natural wins against every other 21 ({@code sab} in Gymnasium)
   * @param naturalPays whether a natural that wins pays 1.5; only without the book's rules
   * @throws IllegalArgumentException if both are true
   */
  public Blackjack(boolean bookRules, boolean naturalPays) {
    this.bookRules = bookRules;
    this.naturalPays = naturalPays;
    if (bookRules && naturalPays) {
      throw new IllegalArgumentException(
          "a natural pays 1.5 only without the book's rules: use sab=false with natural=true");
    }
    deck = () -> Math.min(1 + random.nextInt(CARD_KINDS), 10);
  }

  /**
   * Creates a game with given cards: two for the dealer, the open one first, two for the player,
   * then those drawn.
   */
  Blackjack(boolean bookRules, boolean naturalPays, IntSupplier deck) {
    this.bookRules = bookRules;
    this.naturalPays = naturalPays;
    this.deck = deck;
  }

  @Override
  public Space observationSpace() {
    return OBSERVATION_SPACE;
  }

  @Override
  public Space actionSpace() {
    return ACTION_SPACE;
  }

  @Override
  public Optional<TabularModel> model() {
    return Optional.of(BlackjackModel.of(this::reward));
  }

  @Override
  public void reset(long seed, float[] observation) {
    random.reseed(seed);
    dealer.clear();
    dealer.take(deck.getAsInt());
    dealer.take(deck.getAsInt());
    player.clear();
    player.take(deck.getAsInt());
    player.take(deck.getAsInt());
    running = true;
    observe(observation);
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalStateException if no episode is running: before the first reset or after an end
   * @throws IllegalArgumentException if the action is neither 0 nor 1
   */
  @Override
  public void step(float[] action, Step step) {
    if (!running) {
      throw new IllegalStateException("no episode is running: call reset before step");
    }
    if (!ACTION_SPACE.contains(action, 0)) {
      throw new IllegalArgumentException(
          "action " + action[0] + " is not possible: use 0 (stick) or 1 (hit)");
    }
    if (action[0] == HIT) {
      player.take(deck.getAsInt());
      step.terminated = player.sum() > BEST_SUM;
      step.reward = step.terminated ? -1 : 0;
    } else {
      while (dealer.sum() < DEALER_STOPS) {
        dealer.take(deck.getAsInt());
      }
      step.terminated = true;
      step.reward =
          reward(player.sum(), player.isNatural(), dealer.sum(), dealer.isNatural());
    }
    running = !step.terminated;
    observe(step.observation);
  }

  /** Returns the player's reward after a stick, from the final sums of player and dealer. */
  private double reward(
      int sum, boolean natural, int dealerSum, boolean dealerNatural) {
    if (bookRules && natural && !dealerNatural) {
      return 1;
    }
    double reward =
        dealerSum > BEST_SUM ? 1 : Math.signum((double) sum - dealerSum);
    return naturalPays && natural && reward == 1 ? NATURAL_REWARD : reward;
  }

  private void observe(float[] observation) {
    observation[0] = player.sum();
    observation[1] = dealer.openCard();
    observation[2] = player.hasUsableAce() ? 1 : 0;
  }

  BlackjackHand player() {
    return player;
  }

  BlackjackHand dealer() {
    return dealer;
  }

  /** Returns whether the dealer's second card is still hidden. */
  boolean isRunning() {
    return running;
  }

  /** Shows both hands; the dealer's hidden card is a question mark until the end. */
  @Override
  public Optional<String> render() {
    return Optional.of(
        "dealer  %s\nplayer  %s = %d"
            .formatted(
                running ? BlackjackHand.name(dealer.openCard()) + " ?"
                    : dealer + " = " + dealer.sum(),
                player,
                player.sum()));
  }

  @Override
  public Optional<Picture> picture() {
    return Optional.of(new BlackjackPicture(this));
  }
}

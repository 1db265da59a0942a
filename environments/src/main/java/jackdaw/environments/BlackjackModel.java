package jackdaw.environments;

import jackdaw.environment.TabularModel;

/**
 * {@link Blackjack} as a table. A state is the player's sum, whether there is a usable ace, whether
 * the hand is a natural, and the dealer's open card; an observation leaves out the natural. The
 * dealer's results are computed from every card that can be drawn.
 */
final class BlackjackModel {
  private static final int STICK = 0;
  private static final int HIT = 1;
  private static final int MAX_CARD = 10;
  private static final int FIRST_BUST = Blackjack.BEST_SUM + 1;

  /** Sums 0 to 21 with and without a usable ace, and a natural. */
  private static final int HANDS = 2 * FIRST_BUST + 1;

  private static final int NATURAL = HANDS - 1;

  private final Payoff payoff;
  private final TabularModel.Builder model = TabularModel.builder(HANDS * MAX_CARD, 2);

  /**
   * The probability of each final sum of the dealer, from 17 on, and of a natural, by open card.
   */
  private final double[][] dealerSums = new double[MAX_CARD + 1][Blackjack.BEST_SUM + MAX_CARD + 1];

  private final double[] dealerNaturals = new double[MAX_CARD + 1];

  /** The player's reward at the end of a game. */
  interface Payoff {
    double of(int sum, boolean natural, int dealerSum, boolean dealerNatural);
  }

  private BlackjackModel(Payoff payoff) {
    this.payoff = payoff;
    for (int open = 1; open <= MAX_CARD; open++) {
      for (int hidden = 1; hidden <= MAX_CARD; hidden++) {
        boolean natural = isNatural(open, hidden);
        if (natural) {
          dealerNaturals[open] += probability(hidden);
        } else {
          boolean ace = open == BlackjackHand.ACE || hidden == BlackjackHand.ACE;
          drawDealer(open, open + hidden, ace, probability(hidden));
        }
      }
    }
  }

  static TabularModel of(Payoff payoff) {
    return new BlackjackModel(payoff).build();
  }

  private static double probability(int card) {
    return (card == MAX_CARD ? 4 : 1) / 13.0;
  }

  private static boolean isNatural(int card, int other) {
    return Math.min(card, other) == BlackjackHand.ACE && Math.max(card, other) == MAX_CARD;
  }

  private static boolean isUsable(int hardSum, boolean ace) {
    return ace && hardSum + 10 <= Blackjack.BEST_SUM;
  }

  private static int sum(int hardSum, boolean ace) {
    return isUsable(hardSum, ace) ? hardSum + 10 : hardSum;
  }

  private void drawDealer(int open, int hardSum, boolean ace, double probability) {
    int sum = sum(hardSum, ace);
    if (sum >= Blackjack.DEALER_STOPS) {
      dealerSums[open][sum] += probability;
      return;
    }
    for (int card = 1; card <= MAX_CARD; card++) {
      drawDealer(
          open, hardSum + card, ace || card == BlackjackHand.ACE, probability * probability(card));
    }
  }

  private static int state(int hand, int open) {
    return hand * MAX_CARD + open - 1;
  }

  private static int hand(int hardSum, boolean ace) {
    return sum(hardSum, ace) + (isUsable(hardSum, ace) ? FIRST_BUST : 0);
  }

  private TabularModel build() {
    for (int open = 1; open <= MAX_CARD; open++) {
      for (int card = 1; card <= MAX_CARD; card++) {
        for (int other = 1; other <= MAX_CARD; other++) {
          boolean ace = card == BlackjackHand.ACE || other == BlackjackHand.ACE;
          int hand = isNatural(card, other) ? NATURAL : hand(card + other, ace);
          model.start(
              state(hand, open), probability(open) * probability(card) * probability(other));
        }
      }
      for (int hand = 0; hand < HANDS; hand++) {
        addActions(hand, open);
      }
    }
    return model.build();
  }

  private void addActions(int hand, int open) {
    boolean natural = hand == NATURAL;
    boolean usable = natural || hand >= FIRST_BUST;
    int sum = natural ? Blackjack.BEST_SUM : hand % FIRST_BUST;
    int state = state(hand, open);
    model.observation(state, (sum * (MAX_CARD + 1) + open) * 2 + (usable ? 1 : 0));
    // Sums below 12 with an ace at 11 do not occur; they only keep the numbering simple.
    int hardSum = usable ? Math.max(sum - 10, 1) : sum;
    for (int card = 1; card <= MAX_CARD; card++) {
      int newSum = hardSum + card;
      boolean bust = newSum > Blackjack.BEST_SUM;
      int next = bust ? state : state(hand(newSum, usable || card == BlackjackHand.ACE), open);
      model.outcome(state, HIT, probability(card), next, bust ? -1 : 0, bust);
    }
    if (dealerNaturals[open] > 0) {
      stick(state, sum, natural, Blackjack.BEST_SUM, true, dealerNaturals[open]);
    }
    for (int i = Blackjack.DEALER_STOPS; i < dealerSums[open].length; i++) {
      if (dealerSums[open][i] > 0) {
        stick(state, sum, natural, i, false, dealerSums[open][i]);
      }
    }
  }

  private void stick(
      int state,
      int sum,
      boolean natural,
      int dealerSum,
      boolean dealerNatural,
      double probability) {
    double reward = payoff.of(sum, natural, dealerSum, dealerNatural);
    model.outcome(state, STICK, probability, state, reward, true);
  }
}

/* CVODE's BDF with KLU on the sparse analytic Jacobian; compiled together with the text that
   c_code.py writes (rates, slopes, fix, happen and their sizes). One column at a time; memory,
   symbolic factors and solver objects are made once. */

#include <cvode/cvode.h>
#include <nvector/nvector_serial.h>
#include <string.h>
#include <sunlinsol/sunlinsol_klu.h>
#include <sunmatrix/sunmatrix_sparse.h>
#ifdef OWN_LOOPS
#include "cvode_loops.h"
#endif

static double parameters[PARAMETERS + 1], kept[KEPT];
static SUNContext context;
static N_Vector state, tolerance;
static SUNMatrix matrix;
static SUNLinearSolver linear;
static void *memory;

static int right(sunrealtype t, N_Vector y, N_Vector f, void *none)
{
    (void)t, (void)none;
    rates(N_VGetArrayPointer(y), parameters, kept, N_VGetArrayPointer(f));
    return 0;
}

static int jacobian(sunrealtype t, N_Vector y, N_Vector f, SUNMatrix j, void *none, N_Vector a,
                    N_Vector b, N_Vector c)
{
    (void)t, (void)f, (void)none, (void)a, (void)b, (void)c;
    sunindextype *start = SUNSparseMatrix_IndexPointers(j), *row = SUNSparseMatrix_IndexValues(j);
    for (int i = 0; i <= STATES; i++) start[i] = COLUMN_START[i];
    for (int i = 0; i < ENTRIES; i++) row[i] = ROW[i];
    slopes(N_VGetArrayPointer(y), parameters, kept, SUNSparseMatrix_Data(j));
    return 0;
}

/* Failures are returned to the caller, which says so; CVODE's own lines would only repeat them. */
static void quiet(int code, const char *module, const char *function, char *message, void *none)
{
    (void)code, (void)module, (void)function, (void)message, (void)none;
}

int open_solver(void)
{
    if (SUNContext_Create(NULL, &context)) return 1;
    state = N_VNew_Serial(STATES, context);
    tolerance = N_VNew_Serial(STATES, context);
    matrix = SUNSparseMatrix(STATES, STATES, ENTRIES, CSC_MAT, context);
    linear = SUNLinSol_KLU(state, matrix, context);
    memory = CVodeCreate(CV_BDF, context);
    if (!state || !tolerance || !matrix || !linear || !memory) return 1;
#ifdef OWN_LOOPS
    own_vector(state);
    own_vector(tolerance);
    own_matrix(matrix);
#else
    if (N_VEnableFusedOps_Serial(state, SUNTRUE)) return 1;
#endif
    N_VConst(1.0, state);
    N_VConst(1.0, tolerance);
    return CVodeInit(memory, right, 0.0, state) || CVodeSetErrHandlerFn(memory, quiet, NULL)
           || CVodeSVtolerances(memory, 1e-3, tolerance)
           || CVodeSetLinearSolver(memory, linear, matrix) || CVodeSetJacFn(memory, jacobian)
           || SUNLinSol_KLUSetOrdering(linear, 0) || CVodeSetMaxNumSteps(memory, 1000000);
}

/* One column from day 0 over the days asked for, stopping at each event; `out` is (days, states).
   `counts` gains steps, right-hand sides, Jacobians, factorisations and refused steps. Returns 0,
   or CVODE's code. */
int integrate(const double *y0, const double *p0, const double *scales, double rtol, int n_events,
              const double *event_day, const int *event, const double *amount, int n_days,
              const double *days, double *out, long *counts)
{
    double *y = N_VGetArrayPointer(state), *atol = N_VGetArrayPointer(tolerance);
    double now = 0.0;
    int next = 0, code = 0;
    memcpy(parameters, p0, PARAMETERS * sizeof(double));
    memcpy(y, y0, STATES * sizeof(double));
    fix(parameters, kept);
    for (int i = 0; i < STATES; i++) atol[i] = rtol * scales[i];
    if ((code = CVodeSVtolerances(memory, rtol, tolerance))) return code;
    for (int day = 0; day < n_days;) {
        double stop, reached;
        for (; next < n_events && event_day[next] <= now; next++) {
            happen(event[next], amount[next], y, parameters, kept);
            fix(parameters, kept);
        }
        int last = next >= n_events;
        stop = last ? days[n_days - 1] : event_day[next];
        if ((code = CVodeReInit(memory, now, state))) return code;
        if (stop > now && (code = CVodeSetStopTime(memory, stop))) return code;
        for (; day < n_days && (last || days[day] < stop); day++) {
            if (days[day] > now) code = CVode(memory, days[day], state, &reached, CV_NORMAL);
            if (code < 0) return code;
            memcpy(out + (size_t)day * STATES, y, STATES * sizeof(double));
        }
        if (!last && (code = CVode(memory, stop, state, &reached, CV_NORMAL)) < 0) return code;
        now = stop;
        long found[5];
        if (CVodeGetNumSteps(memory, &found[0]) || CVodeGetNumRhsEvals(memory, &found[1])
            || CVodeGetNumJacEvals(memory, &found[2])
            || CVodeGetNumLinSolvSetups(memory, &found[3])
            || CVodeGetNumErrTestFails(memory, &found[4]))
            return 1;
        for (int i = 0; i < 5; i++) counts[i] += found[i];
    }
    return 0;
}

/* The loops over states that CVODE spends its time in, for a compiler to optimise.

   Debian builds SUNDIALS without optimisation, which takes about half of the time of such a small
   system. These few operations replace those of the library when OWN_LOOPS is defined; the
   algorithm stays CVODE's. Every sparse matrix here has the same pattern, diagonal included. */

#include <nvector/nvector_serial.h>
#include <sunmatrix/sunmatrix_sparse.h>

#define DATA(v) NV_DATA_S(v)
#define EVERY for (int i = 0; i < STATES; i++)

static void linear_sum(sunrealtype a, N_Vector xv, sunrealtype b, N_Vector yv, N_Vector zv)
{
    const double *x = DATA(xv), *y = DATA(yv);
    double *z = DATA(zv);
    EVERY z[i] = a * x[i] + b * y[i];
}

static void constant(sunrealtype c, N_Vector zv)
{
    double *z = DATA(zv);
    EVERY z[i] = c;
}

static void product(N_Vector xv, N_Vector yv, N_Vector zv)
{
    const double *x = DATA(xv), *y = DATA(yv);
    double *z = DATA(zv);
    EVERY z[i] = x[i] * y[i];
}

static void quotient(N_Vector xv, N_Vector yv, N_Vector zv)
{
    const double *x = DATA(xv), *y = DATA(yv);
    double *z = DATA(zv);
    EVERY z[i] = x[i] / y[i];
}

static void scaled(sunrealtype c, N_Vector xv, N_Vector zv)
{
    const double *x = DATA(xv);
    double *z = DATA(zv);
    EVERY z[i] = c * x[i];
}

static void absolute(N_Vector xv, N_Vector zv)
{
    const double *x = DATA(xv);
    double *z = DATA(zv);
    EVERY z[i] = fabs(x[i]);
}

static void inverse(N_Vector xv, N_Vector zv)
{
    const double *x = DATA(xv);
    double *z = DATA(zv);
    EVERY z[i] = 1.0 / x[i];
}

static void add_constant(N_Vector xv, sunrealtype b, N_Vector zv)
{
    const double *x = DATA(xv);
    double *z = DATA(zv);
    EVERY z[i] = x[i] + b;
}

static sunrealtype norm(N_Vector xv, N_Vector wv)
{
    const double *x = DATA(xv), *w = DATA(wv);
    double part[4] = {0.0, 0.0, 0.0, 0.0};
    int i = 0;
    for (; i + 4 <= STATES; i += 4)
        for (int j = 0; j < 4; j++) part[j] += x[i + j] * w[i + j] * x[i + j] * w[i + j];
    for (; i < STATES; i++) part[0] += x[i] * w[i] * x[i] * w[i];
    return sqrt((part[0] + part[1] + part[2] + part[3]) / STATES);
}

static sunrealtype least(N_Vector xv)
{
    const double *x = DATA(xv);
    double found = x[0];
    EVERY found = x[i] < found ? x[i] : found;
    return found;
}

static sunrealtype largest(N_Vector xv)
{
    const double *x = DATA(xv);
    double found = 0.0;
    EVERY found = fabs(x[i]) > found ? fabs(x[i]) : found;
    return found;
}

static int combination(int n, sunrealtype *c, N_Vector *xs, N_Vector zv)
{
    double sum[STATES];
    EVERY sum[i] = c[0] * DATA(xs[0])[i];
    for (int k = 1; k < n; k++) {
        const double *x = DATA(xs[k]), a = c[k];
        EVERY sum[i] += a * x[i];
    }
    memcpy(DATA(zv), sum, sizeof sum);
    return 0;
}

static int add_to_many(int n, sunrealtype *a, N_Vector xv, N_Vector *ys, N_Vector *zs)
{
    const double *x = DATA(xv);
    for (int k = 0; k < n; k++) {
        const double *y = DATA(ys[k]), c = a[k];
        double *z = DATA(zs[k]);
        EVERY z[i] = c * x[i] + y[i];
    }
    return 0;
}

static void own_vector(N_Vector v)
{
    v->ops->nvlinearsum = linear_sum, v->ops->nvconst = constant, v->ops->nvprod = product;
    v->ops->nvdiv = quotient, v->ops->nvscale = scaled, v->ops->nvabs = absolute;
    v->ops->nvinv = inverse, v->ops->nvaddconst = add_constant, v->ops->nvwrmsnorm = norm;
    v->ops->nvmin = least, v->ops->nvmaxnorm = largest;
    v->ops->nvlinearcombination = combination, v->ops->nvscaleaddmulti = add_to_many;
}

static void set_pattern(SUNMatrix m)
{
    sunindextype *start = SM_INDEXPTRS_S(m), *row = SM_INDEXVALS_S(m);
    for (int i = 0; i <= STATES; i++) start[i] = COLUMN_START[i];
    for (int i = 0; i < ENTRIES; i++) row[i] = ROW[i];
}

static int zero_matrix(SUNMatrix m)
{
    set_pattern(m);
    memset(SM_DATA_S(m), 0, ENTRIES * sizeof(double));
    return SUNMAT_SUCCESS;
}

static int copy_matrix(SUNMatrix from, SUNMatrix to)
{
    set_pattern(to);
    memcpy(SM_DATA_S(to), SM_DATA_S(from), ENTRIES * sizeof(double));
    return SUNMAT_SUCCESS;
}

static int scale_and_shift(sunrealtype c, SUNMatrix m)
{
    double *value = SM_DATA_S(m);
    for (int i = 0; i < ENTRIES; i++) value[i] *= c;
    for (int j = 0; j < STATES; j++)
        for (int i = COLUMN_START[j]; i < COLUMN_START[j + 1]; i++)
            if (ROW[i] == j) value[i] += 1.0;
    return SUNMAT_SUCCESS;
}

static SUNMatrix clone_matrix(SUNMatrix m);

static void own_matrix(SUNMatrix m)
{
    m->ops->zero = zero_matrix, m->ops->copy = copy_matrix;
    m->ops->scaleaddi = scale_and_shift, m->ops->clone = clone_matrix;
}

static SUNMatrix clone_matrix(SUNMatrix m)
{
    SUNMatrix other = SUNSparseMatrix(STATES, STATES, ENTRIES, CSC_MAT, m->sunctx);
    if (other) own_matrix(other);
    return other;
}
